import { type Patience, escalations } from '../../domain/alarm-course.ts';
import { alarmsRecorded } from '../../domain/alarms.ts';
import { attachmentsRecorded } from '../../domain/ledger.ts';
import { readLedger } from '../../store/ledger.ts';
import type { Database } from '../../store/tables.ts';
import { profilesFrom } from '../../store/terms.ts';
import { recordAndTellWith } from './record-and-tell.ts';
import type { Settler } from './settle.ts';
import type { Telling } from './tell.ts';

/** Looks after a shipment's standing alarms: those of devices taken from it end, those that nobody answers go on. */
export async function lookAfterAlarms(
  database: Database,
  telling: Telling,
  patience: Patience,
  settleDetached: Settler['settleDetached'],
  shipment: string,
): Promise<void> {
  const { entries } = await readLedger(database, shipment);
  const alarmed = new Set(
    alarmsRecorded(entries)
      .filter(({ endedAt }) => endedAt === null)
      .flatMap(({ excursions }) => [...excursions.values()].map(({ device }) => device)),
  );
  for (const { device, since, detachedAt } of attachmentsRecorded(entries))
    if (detachedAt !== null && alarmed.has(device)) await settleDetached(device, since, Date.now());
  await recordAndTellWith(
    database,
    telling,
    profilesFrom(database),
  )(shipment, (now) => escalations(now, patience, Date.now()));
}
