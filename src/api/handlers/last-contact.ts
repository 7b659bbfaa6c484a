import type * as z from 'zod/mini';
import type * as answers from '../routes/responses.ts';
import { evaluateIncrement } from '../../evaluation/evaluate-increment.ts';
import { allowanceUsed } from '../../evaluation/allowance-used.ts';
import { initialState, newestReading } from '../../evaluation/device-state.ts';
import type { Reading } from '../../model/reading.ts';
import type { DeviceItem } from '../../storage/device-item.ts';
import { readSegments } from '../../storage/journal.ts';
import type { Database } from '../../storage/tables.ts';
import { evaluationContextsFrom } from '../../storage/evaluation-contexts.ts';
import { lastPosition } from '../../monitoring/device-status.ts';
import { iso, isoOrNull } from './to-responses.ts';
import { pointsToJournal, readingsOf } from '../../storage/decode-device-item.ts';

type TermsOf = ReturnType<typeof evaluationContextsFrom>;
type SealedOf = (deviceItem: DeviceItem) => Promise<readonly Reading[]>;

/** Makes a reader of what devices last said; profiles, routes and what was sealed are read once. */
export function lastContactFrom(database: Database) {
  const termsOf = evaluationContextsFrom(database);
  const sealedOf = sealedFrom(database);
  return (deviceItem: DeviceItem, asOf: number) => heardOf(deviceItem, termsOf, sealedOf, asOf);
}

/**
 * What a device last said. The head alone tells it of most; where something came late, or stored in a large message, the
 * whole record does.
 */
async function heardOf(
  deviceItem: DeviceItem,
  termsOf: TermsOf,
  sealedOf: SealedOf,
  asOf: number,
): Promise<z.output<typeof answers.lastHeard>> {
  const terms = await termsOf(deviceItem.assignment!);
  const recent = readingsOf(deviceItem);
  const ahead = evaluateIncrement(deviceItem.state, recent, terms, asOf);
  const { state } =
    ahead.late || pointsToJournal(deviceItem)
      ? evaluateIncrement(initialState, [...(await sealedOf(deviceItem)), ...recent], terms, asOf)
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
        : lastPosition([...(await sealedOf(deviceItem)), ...recent]);
  return {
    device: deviceItem.deviceId,
    role: deviceItem.assignment!.role,
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
  return (deviceItem) => {
    const whole = [...deviceItem.messages].flatMap(([name, { length }]) => (length === 0 ? [name] : []));
    const key = [deviceItem.deviceId, deviceItem.assignment?.since, deviceItem.flushNumber, ...whole].join(
      ' ',
    );
    let flushed = known.get(key);
    if (flushed === undefined) {
      if (known.size >= remembered) known.clear();
      flushed = readSegments(database, deviceItem.deviceId, deviceItem.assignment);
      flushed.catch(() => known.delete(key));
      known.set(key, flushed);
    }
    return flushed;
  };
}
