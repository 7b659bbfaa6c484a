import type * as z from 'zod/mini';
import type * as answers from '../routes/responses.ts';
import { advance } from '../../evaluation/evaluate-increment.ts';
import { allowanceUsed } from '../../evaluation/allowance-used.ts';
import { initialState, newestReading } from '../../evaluation/device-state.ts';
import type { Reading } from '../../model/reading.ts';
import type { Head } from '../../storage/device-item.ts';
import { readSegments } from '../../storage/journal.ts';
import type { Database } from '../../storage/tables.ts';
import { termsFrom } from '../../storage/evaluation-contexts.ts';
import { lastPosition } from '../../monitoring/device-status.ts';
import { iso, isoOrNull } from './to-responses.ts';
import { pointsToJournal, readingsOf } from '../../storage/decode-device-item.ts';

type TermsOf = ReturnType<typeof termsFrom>;
type SealedOf = (head: Head) => Promise<readonly Reading[]>;

/** Makes a reader of what devices last said; profiles, routes and what was sealed are read once. */
export function lastHeardFrom(database: Database) {
  const termsOf = termsFrom(database);
  const sealedOf = sealedFrom(database);
  return (head: Head, asOf: number) => heardOf(head, termsOf, sealedOf, asOf);
}

/**
 * What a device last said. The head alone tells it of most; where something came late, or stored in a large message, the
 * whole record does.
 */
async function heardOf(
  head: Head,
  termsOf: TermsOf,
  sealedOf: SealedOf,
  asOf: number,
): Promise<z.output<typeof answers.lastHeard>> {
  const terms = await termsOf(head.assignment!);
  const recent = readingsOf(head);
  const ahead = advance(head.state, recent, terms, asOf);
  const { state } =
    ahead.late || pointsToJournal(head)
      ? advance(initialState, [...(await sealedOf(head)), ...recent], terms, asOf)
      : ahead;
  const readAt = newestReading(state);
  const { location } = state.last;
  const unreadable = state.unreadable.temperature;
  // A sealed state keeps no positions, so that it stays small.
  const recently = lastPosition(recent);
  const isRecent = recently !== null && recently.at === location?.at;
  const position =
    location === undefined
      ? null
      : isRecent
        ? recently
        : lastPosition([...(await sealedOf(head)), ...recent]);
  return {
    device: head.deviceId,
    role: head.assignment!.role,
    readAt: isoOrNull(Number.isFinite(readAt) ? readAt : null),
    celsius: unreadable === undefined ? (state.last.temperature?.values.at(-1) ?? null) : null,
    celsiusAt: isoOrNull(state.last.temperature?.at ?? null),
    unreadable:
      unreadable === undefined ? null : { text: unreadable.texts.join(', '), since: iso(unreadable.since) },
    batteryPercent: state.last.battery?.values.at(-1) ?? null,
    latitude: position?.latitude ?? null,
    longitude: position?.longitude ?? null,
    allowance: allowanceUsed(state, terms.profile, asOf),
  };
}

/** Records that are remembered; more are forgotten together. */
const remembered = 500;

/** Reads what was sealed of a head's assignment; it is read once until there is more of it. */
function sealedFrom(database: Database): SealedOf {
  const known = new Map<string, Promise<Reading[]>>();
  return (head) => {
    const whole = [...head.messages].flatMap(([name, { length }]) => (length === 0 ? [name] : []));
    const key = [head.deviceId, head.assignment?.since, head.sealNumber, ...whole].join(' ');
    let sealed = known.get(key);
    if (sealed === undefined) {
      if (known.size >= remembered) known.clear();
      sealed = readSegments(database, head.deviceId, head.assignment);
      sealed.catch(() => known.delete(key));
      known.set(key, sealed);
    }
    return sealed;
  };
}
