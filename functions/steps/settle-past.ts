import { withClearings } from '../../domain/alarm-course.ts';
import { advance } from '../../domain/advance.ts';
import { initialState } from '../../domain/device-state.ts';
import { heldAt } from '../../domain/quiet.ts';
import type { Terms } from '../../domain/terms.ts';
import { type PastAssignment, readSegments } from '../../store/journal.ts';
import type { Database } from '../../store/tables.ts';
import { findExcursions } from './find-news.ts';
import type { RecordAndTell } from './record-and-tell.ts';
import { lastPosition } from './what-the-head-says.ts';

/** Judges what a device read for a shipment that it no longer watches, and brings that one's ledger up to it. */
export async function settlePast(
  database: Database,
  recordAndTell: RecordAndTell,
  deviceId: string,
  { assignment, until }: PastAssignment,
  terms: Terms,
  asOf: number,
): Promise<void> {
  const { rules } = terms.profile;
  const ends = [terms.until, until].filter((end) => end !== null);
  const open = ends.length === 0;
  const end = { to: open ? asOf : Math.min(...ends), open };
  await recordAndTell(assignment.shipment, async (entries) => {
    const readings = await readSegments(database, deviceId, assignment);
    const judged = { ...terms, until: open ? null : end.to };
    const { state } = advance(initialState, readings, judged, asOf);
    return withClearings(
      entries,
      findExcursions(deviceId, assignment, terms, readings, end, entries),
      rules,
      {
        device: deviceId,
        position: lastPosition(readings),
        owns: ({ from }) => from >= assignment.since && from <= end.to,
        heldAt: (rule) => heldAt(state, judged, rule),
      },
      asOf,
    );
  });
}
