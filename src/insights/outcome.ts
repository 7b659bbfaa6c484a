import type { EndedStatus } from '../model/enumerations.ts';
import type { Profile } from '../model/profile.ts';
import { type Alarm, alarmsRecorded, lastExcursion } from '../shipments/alarms.ts';
import { endedAt } from '../shipments/ended-at.ts';
import {
  type Attachment,
  type Entry,
  attachmentsRecorded,
  lastReceipt,
  shipmentOf,
} from '../shipments/ledger.ts';
import type { Record, SensorVerdict } from '../shipments/sensor-verdict.ts';
import { type ShipmentVerdict, evaluateSensors } from '../shipments/shipment-verdict.ts';
import { profileOfProduct } from '../shipments/stands-for.ts';
import { summarise } from '../shipments/summary.ts';
import { type Cell, monthOf } from './cell.ts';
import { type Figures, noFigures } from './figures.ts';
import { type Time, type Watch, timeInRange } from './time-in-range.ts';

/** What an ended shipment adds, and to which counters. */
export type Outcome = { readonly cell: Cell; readonly figures: Figures };

const soonMs = 15 * 60_000;

/**
 * The outcome of a shipment; null while it has not ended. It is evaluated as of the moment of the decision in force, with
 * everything that came later about the time before. Of a cancelled shipment nothing but its end counts.
 */
export function outcomeOf(
  entries: readonly Entry[],
  recordOf: (attachment: Attachment) => Record,
): Outcome | null {
  const summary = summarise(entries);
  const end = endedAt(summary);
  if (end === null) return null;
  const { site, origin, destination, carrier = null, packaging = null } = shipmentOf(entries);
  const status = summary.status as EndedStatus;
  return {
    cell: { site, month: monthOf(end), origin, destination, carrier: carrier?.name ?? null, packaging },
    figures: {
      ...noFigures,
      ...(status !== 'cancelled' && { ...measured(entries, recordOf), ...answered(alarmsRecorded(entries)) }),
      [status]: 1,
    },
  };
}

function measured(entries: readonly Entry[], recordOf: (attachment: Attachment) => Record): Partial<Figures> {
  const asOf = lastReceipt(entries)!.fact.judgedAt;
  const verdict = evaluateSensors(entries, recordOf, asOf);
  const attachments = attachmentsRecorded(entries);
  // A sensor has a verdict for each product that it stands for.
  const watches = verdict.sensors.flatMap((sensor) => {
    if (!sensor.decides) return [];
    const { profile } = recordOf(attachments.find((each) => isOf(sensor, each))!);
    return [
      watchOf(sensor, sensor.product === undefined ? profile : profileOfProduct(sensor.product, profile)!),
    ];
  });
  const { excursions, ...time } = timeInRange(watches, journeyOf(verdict));
  const deciding = verdict.sensors.filter(({ decides }) => decides);
  const isKnown = deciding.length > 0 && verdict.unwatched === null && deciding.every(isConclusive);
  return {
    ...time,
    excursions,
    withExcursion: Number(excursions > 0),
    unknown: Number(excursions === 0 && !isKnown),
    monitored: Number(time.inRangeMs + time.outOfRangeMs > 0),
  };
}

function isOf({ device, since }: SensorVerdict, attachment: Attachment): boolean {
  return attachment.device === device && attachment.since === since;
}

/** The checks of a record that fail where it cannot exclude an excursion. */
const conclusive = ['complete', 'worstCase', 'twoReadings', 'unreadable', 'understood', 'judged'] as const;

function isConclusive({ answers }: SensorVerdict): boolean {
  return conclusive.every((check) => answers[check].every(({ outcome }) => outcome !== 'fail'));
}

/** What a sensor saw by the rules that judge; those that merely notify say nothing about the goods. */
function watchOf({ judgement }: SensorVerdict, { rules, meanKineticTemperature }: Profile): Watch {
  const judging = rules.filter(({ judges }) => judges);
  const channels = new Set<string>(judging.map(({ channel }) => channel));
  if (meanKineticTemperature !== null) channels.add('temperature');
  const span = timeOf(judgement.span);
  const gaps = [...channels].flatMap((channel) => judgement.channels[channel]?.coverage.gaps ?? []);
  const outside = judgement.excursions.filter(({ rule }) => judging.some(({ id }) => id === rule));
  return {
    ...span,
    gaps: gaps.map(timeOf),
    outside: outside.map(({ from, to }) => timeOf({ from, to: to ?? judgement.span.to })),
  };
}

function timeOf({ from, to }: { readonly from: string; readonly to: string }): Time {
  return { from: Date.parse(from), to: Date.parse(to) };
}

/** From the departure to the arrival or, without one, to the moment of the evaluation; null without a departure. */
function journeyOf({ journey: { departedAt, arrivedAt }, asOf }: ShipmentVerdict): Time | null {
  if (departedAt === null) return null;
  return { from: departedAt, to: Math.max(departedAt, Math.min(arrivedAt ?? asOf, asOf)) };
}

function answered(alarms: readonly Alarm[]): Partial<Figures> {
  const own = alarms.filter(({ excursions }) => excursions.size > 0);
  const waits = own.flatMap(({ acknowledgedAt, raisedAt }) =>
    acknowledgedAt === null ? [] : [acknowledgedAt - raisedAt],
  );
  return {
    alarms: own.length,
    acknowledged: waits.length,
    acknowledgedSoon: waits.filter((wait) => wait <= soonMs).length,
    acknowledgedAfterMs: waits.reduce((sum, wait) => sum + wait, 0),
    clearedAlone: own.filter(isClearedAlone).length,
  };
}

/** Whether values came back within the limit, seen by a sensor, before anybody acknowledged the alarm. */
function isClearedAlone(alarm: Alarm): boolean {
  const { acknowledgedAt, endedAt: ended, clearedAt } = alarm;
  if (ended === null || clearedAt === null || lastExcursion(alarm)!.isUnseen) return false;
  return acknowledgedAt === null || acknowledgedAt > ended;
}
