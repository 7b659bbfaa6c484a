import { type Patience, escalations } from '../../domain/alarm-course.ts';
import { attachmentsRecorded } from '../../domain/ledger.ts';
import { toldAmong } from '../../domain/told.ts';
import { readLedger } from '../../store/ledger.ts';
import type { Database } from '../../store/tables.ts';
import { profilesFrom } from '../../store/terms.ts';
import { recordAndTellWith } from './record-and-tell.ts';
import type { Settler } from './settle.ts';
import type { Telling } from './tell.ts';

/** What a look at a shipment found: entries that should have been told long ago, and whether more is to be done. */
export type Looked = { readonly overdue: number; readonly isDone: boolean };

/** Every minute who was not told is told: what is older than this has failed more than once. */
const overdueMs = 5 * 60_000;

/**
 * Looks after a shipment with alarms, or that changed: devices that were taken from it are judged to their end, alarms
 * that nobody answers go on, and who was not told is told. Nothing is left to do there
 * once all is told and kept and no alarm stands, until it changes.
 */
export async function lookAfterAlarms(
  database: Database,
  telling: Telling,
  patience: Patience,
  settleDetached: Settler['settleDetached'],
  shipment: string,
): Promise<Looked> {
  const { entries, told } = await readLedger(database, shipment);
  for (const { device, since, detachedAt } of attachmentsRecorded(entries))
    if (detachedAt !== null) await settleDetached(device, since, Date.now());
  const { allTold, allKept } = await recordAndTellWith(
    database,
    telling,
    profilesFrom(database),
  )(shipment, (now) => escalations(now, patience, Date.now()));
  const sequences = toldAmong(entries);
  const overdue = entries.filter(
    ({ sequence, recordedAt }) =>
      sequences.has(sequence) && !told.has(sequence) && Date.now() - recordedAt > overdueMs,
  ).length;
  return { overdue, isDone: allTold && allKept };
}
