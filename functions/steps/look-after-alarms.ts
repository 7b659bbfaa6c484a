import { type Patience, escalations } from '../../domain/alarm-course.ts';
import { attachmentsRecorded } from '../../domain/ledger.ts';
import { toldAmong } from '../../domain/told.ts';
import { readLedger } from '../../store/ledger.ts';
import type { Database } from '../../store/tables.ts';
import { profilesFrom } from '../../store/terms.ts';
import { recordAndTellWith } from './record-and-tell.ts';
import type { Settler } from './settle.ts';
import type { Telling } from './tell.ts';

/** Every minute who was not told is told: what is older than this has failed more than once. */
const overdueMs = 5 * 60_000;

/**
 * Looks after a shipment with alarms, or that changed: devices that were taken from it are judged to their end, alarms
 * that nobody answers go on, and who was not told is told. Returns how many entries should have been told long ago.
 */
export async function lookAfterAlarms(
  database: Database,
  telling: Telling,
  patience: Patience,
  settleDetached: Settler['settleDetached'],
  shipment: string,
): Promise<number> {
  const { entries, told } = await readLedger(database, shipment);
  for (const { device, since, detachedAt } of attachmentsRecorded(entries))
    if (detachedAt !== null) await settleDetached(device, since, Date.now());
  await recordAndTellWith(
    database,
    telling,
    profilesFrom(database),
  )(shipment, (now) => escalations(now, patience, Date.now()));
  const sequences = toldAmong(entries);
  return entries.filter(
    ({ sequence, recordedAt }) =>
      sequences.has(sequence) && !told.has(sequence) && Date.now() - recordedAt > overdueMs,
  ).length;
}
