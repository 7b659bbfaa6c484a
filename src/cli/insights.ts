import type * as z from 'zod/mini';
import { insightsCsv, waitingCsv } from '../api/routes/insights-csv.ts';
import type * as answers from '../api/routes/responses.ts';
import { roundedDuration, roundedPercent } from '../model/wording.ts';
import { type ApiOptions, apiOf } from './api.ts';

type Insights = z.output<typeof answers.insights>;
type Figures = z.output<typeof answers.insightFigures>;
type Options = ApiOptions & {
  readonly by?: string;
  readonly from?: string;
  readonly to?: string;
  readonly site?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
};

/** Figures of ended shipments by lane, carrier, packaging or month, each with the numbers that it rests on. */
export async function insights({ by, from, to, site, csv, json, ...options }: Options): Promise<string> {
  const api = await apiOf(options, 'getInsights');
  const found = await api.call('getInsights', { query: { by, from, to, site } });
  if (csv === true) return insightsCsv(found);
  if (json === true) return JSON.stringify(found, null, 2);
  const title = `Shipments that ended from ${found.from} to ${found.to} (UTC), by ${found.by}`;
  if (found.items.length === 0) return `${title}: none.`;
  const rows = found.items.map((item) => rowInWords(nameOf(item), item));
  const all = found.items.length > 1 ? [rowInWords('all of them', found.total)] : [];
  return [title, ...rows, ...all].join('\n');
}

/** The shipments that wait for a decision, the longest wait first, and how many there are of each age. */
export async function waiting({ site, csv, json, ...options }: Options): Promise<string> {
  const api = await apiOf(options, 'getWaiting');
  const found = await api.call('getWaiting', { query: { site } });
  if (csv === true) return waitingCsv(found.items);
  if (json === true) return JSON.stringify(found, null, 2);
  if (found.total === 0) return 'No shipment is waiting.';
  const ages = found.ages.map(({ fromSeconds, shipments }, index) => {
    const until = found.ages[index + 1]?.fromSeconds;
    return `${shipments} for ${ageInWords(fromSeconds, until ?? null)}`;
  });
  return [
    `${found.total} waiting: ${ages.join(', ')}`,
    ...found.items.map(
      (each) =>
        `${each.shipment}  ${each.goods}, ${each.origin} to ${each.destination}  ${each.status}, ${roundedDuration(Math.floor(each.seconds) * 1000)}`,
    ),
  ].join('\n');
}

/** An age from one bound to the next, in seconds; the last has no upper one. */
function ageInWords(from: number, until: number | null): string {
  const words = (seconds: number): string => roundedDuration(seconds * 1000);
  if (until === null) return `${words(from)} or longer`;
  return from === 0 ? `less than ${words(until)}` : `${words(from)} to ${words(until)}`;
}

function nameOf({ month, origin, destination, carrier, packaging }: Insights['items'][number]): string {
  if (origin !== null && destination !== null) return `${origin} to ${destination}`;
  return month ?? carrier ?? packaging ?? 'none named';
}

function rowInWords(name: string, { shipments, cancelled, excursions, time, alarms }: Figures): string {
  const lines = [
    `${name}: ${shipments} decided${cancelled === 0 ? '' : `, ${cancelled} cancelled (not counted)`}`,
  ];
  const { share } = excursions;
  if (share !== null)
    lines.push(
      `excursions: ${excursions.shipments} of ${shipments} shipments${excursions.unknown === 0 ? '' : `, ${excursions.unknown} more unknown`} (95 % interval ${span(share)})`,
    );
  const monitored = (time.inRangeSeconds + time.outOfRangeSeconds) * 1000;
  if (time.inRange !== null)
    lines.push(
      `in range: ${roundedPercent(time.inRange)} of ${roundedDuration(monitored)} monitored, ${time.shipments} shipments`,
    );
  if (time.unmonitoredSeconds > 0)
    lines.push(`not monitored, neither in range nor out: ${roundedDuration(time.unmonitoredSeconds * 1000)}`);
  if (alarms.clearedAloneShare !== null) {
    const { meanAcknowledgedAfterSeconds: mean } = alarms;
    lines.push(
      `alarms: ${alarms.raised}, ${alarms.acknowledged} acknowledged${mean === null ? '' : ` after ${roundedDuration(Math.round(mean) * 1000)} on average`}`,
      `cleared by themselves: ${alarms.clearedAlone} of ${alarms.raised} (95 % interval ${span(alarms.clearedAloneShare)})`,
    );
  }
  return lines.join('\n    ');
}

function span({ from, to }: { readonly from: number; readonly to: number }): string {
  // Percentages are cut after one decimal, which must not make an interval narrower than it is.
  return `${roundedPercent(from)} to ${roundedPercent(Math.ceil(to * 1000) / 1000)}`;
}
