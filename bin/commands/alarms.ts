import { type AlarmFigures, alarmFigures } from '../../domain/alarm-figures.ts';
import { duration } from '../../domain/wording.ts';
import { readLedger } from '../../store/ledger.ts';
import { acknowledgeAlarm } from '../../store/shipment-steps.ts';
import { activeShipments } from '../../store/shipments.ts';
import { databaseOf } from './database-of.ts';
import { momentOf } from './options.ts';
import { person } from './person.ts';
import { runningCloud } from './running-cloud.ts';
import { refusals } from './refusals.ts';

export type AlarmsOptions = { since?: string; json?: boolean; state: string };

/** Counts alarms per shipment and rule: how many, how many ended by themselves, how long until someone looked. */
export async function alarms(options: AlarmsOptions): Promise<string> {
  const since = momentOf('--since', options.since, 'UTC') ?? 0;
  const database = databaseOf(runningCloud(options.state));
  const figures: AlarmFigures[] = [];
  for await (const { shipment } of activeShipments(database))
    figures.push(...alarmFigures((await readLedger(database, shipment)).entries, since));
  figures.sort((a, b) => b.alarms - a.alarms || (a.shipment < b.shipment ? -1 : 1));
  return options.json ? JSON.stringify(figures.map(printed), null, 2) : table(figures);
}

/** Says that someone looks after an alarm. */
export async function alarmAcknowledge(
  shipment: string,
  rule: string,
  { comment, state, by }: { comment: string; state: string; by?: string },
): Promise<string> {
  const database = databaseOf(runningCloud(state));
  await refusals(() => acknowledgeAlarm(database, shipment, rule, comment, by ?? person()));
  return `The alarm ${rule} of ${shipment} is acknowledged: ${comment}`;
}

function printed({ meanAcknowledgedAfterMs, ...figures }: AlarmFigures) {
  return {
    ...figures,
    meanAcknowledgedAfterSeconds: meanAcknowledgedAfterMs === null ? null : meanAcknowledgedAfterMs / 1000,
  };
}

function table(figures: readonly AlarmFigures[]): string {
  if (figures.length === 0) return 'No alarm.';
  const rows = [
    ['shipment', 'rule', 'alarms', 'standing', 'ended within 10 min', 'acknowledged', 'after'],
    ...figures.map((each) => [
      each.shipment,
      each.rule,
      String(each.alarms),
      String(each.standing),
      String(each.endedSoon),
      String(each.acknowledged),
      each.meanAcknowledgedAfterMs === null
        ? '-'
        : duration(Math.round(each.meanAcknowledgedAfterMs / 1000) * 1000),
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
