import { type Patience, escalations } from '../../domain/alarm-course.ts';
import { alarmsRecorded } from '../../domain/alarms.ts';
import { attachmentsRecorded } from '../../domain/ledger.ts';
import { readLedger, record } from '../../store/ledger.ts';
import type { Database } from '../../store/tables.ts';
import { profilesFrom } from '../../store/terms.ts';
import { count } from './observe.ts';
import type { Settler } from './settle.ts';
import { type Telling, tell } from './tell.ts';

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
  const recorder = { by: 'coldwatch', now: Date.now };
  const { ledger, put } = await record(database, shipment, recorder, (now) =>
    escalations(now, patience, Date.now()),
  );
  if (put.length === 0) return;
  count('LedgerEntries', put.length);
  await tell(database, telling, profilesFrom(database), ledger, put, Date.now());
}
