import type * as z from 'zod/mini';
import { alarmFiguresCsv } from '../api/routes/list-csv.ts';
import type { alarmFigures } from '../api/routes/responses.ts';
import { roundedDuration } from '../model/wording.ts';
import { type ApiOptions, apiOf } from './api.ts';
import { nameOfAlarm, ruleOfAlarm } from './name-of-alarm.ts';
import { momentOf } from './options.ts';

type Figures = z.output<typeof alarmFigures>;

/** Counts alarms per shipment and rule: how many, how many ended by themselves, and the time until acknowledgement. */
export async function alarms(
  options: ApiOptions & { since?: string; json?: boolean; csv?: boolean },
): Promise<string> {
  const at = momentOf('--since', options.since, 'UTC');
  const since = at === null ? undefined : new Date(at).toISOString();
  const figures: Figures[] = [];
  for await (const each of (await apiOf(options, 'listAlarms')).all('listAlarms', { query: { since } }))
    figures.push(each);
  figures.sort((a, b) => b.alarms - a.alarms || (a.shipment < b.shipment ? -1 : 1));
  if (options.csv === true) return alarmFiguresCsv(figures);
  return options.json === true ? JSON.stringify(figures, null, 2) : table(figures);
}

/**
 * Acknowledges an alarm, by its rule.
 *
 * @throws {CommandError} when several alarms of the shipment are called so, or the API refuses.
 */
export async function alarmAcknowledge(
  shipment: string,
  given: string,
  { comment, ...options }: ApiOptions & { comment: string },
): Promise<string> {
  const api = await apiOf(options, 'acknowledgeAlarm');
  const alarmsOfShipment = [];
  for await (const alarm of api.all('listShipmentAlarms', { path: { shipment } }))
    alarmsOfShipment.push(alarm);
  const rule = ruleOfAlarm(given, alarmsOfShipment);
  await api.step('acknowledgeAlarm', shipment, { path: { rule }, body: { comment } });
  return `The alarm ${given} of ${shipment} is acknowledged: ${comment}`;
}

function table(figures: readonly Figures[]): string {
  if (figures.length === 0) return 'No alarms.';
  const rows = [
    ['shipment', 'rule', 'alarms', 'open', 'cleared within 10 min', 'acknowledged', 'after'],
    ...figures.map((each) => [
      each.shipment,
      nameOfAlarm(
        each.rule,
        figures.filter(({ shipment }) => shipment === each.shipment),
      ),
      String(each.alarms),
      String(each.standing),
      String(each.endedSoon),
      String(each.acknowledged),
      each.meanAcknowledgedAfterSeconds === null
        ? '-'
        : roundedDuration(Math.round(each.meanAcknowledgedAfterSeconds) * 1000),
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
