import type * as z from 'zod/mini';
import type * as answers from '../routes/responses.ts';
import { evaluateIncrement } from '../../evaluation/evaluate-increment.ts';
import { allowanceUsed } from '../../evaluation/allowance-used.ts';
import { type DeviceState, initialState, newestReading } from '../../evaluation/device-state.ts';
import type { EvaluationContext } from '../../evaluation/evaluation-context.ts';
import type { Reading } from '../../model/reading.ts';
import type { DeviceItem } from '../../storage/device-item.ts';
import { readSegments } from '../../storage/journal.ts';
import type { Database } from '../../storage/tables.ts';
import { evaluationContextsFrom } from '../../storage/evaluation-contexts.ts';
import { lastPosition } from '../../monitoring/device-status.ts';
import { iso, isoOrNull } from './to-responses.ts';
import { pointsToJournal, readingsOf } from '../../storage/decode-device-item.ts';

/** `recent` are the readings that the device item still holds. */
type Evaluated = {
  readonly context: EvaluationContext;
  readonly state: DeviceState;
  readonly recent: readonly Reading[];
};
type JournalOf = (deviceItem: DeviceItem) => Promise<readonly Reading[]>;

/** What a device last sent, and its newest position with its device time; null if it has sent none. */
type Contact = {
  readonly heard: z.output<typeof answers.lastHeard>;
  readonly position: ReturnType<typeof lastPosition>;
};

/** Makes a reader of devices' last contact, which reads profiles, routes and journals once. */
export function lastContactFrom(database: Database) {
  const contactWithPosition = contactsFrom(database);
  return async (deviceItem: DeviceItem, asOf: number) => (await contactWithPosition(deviceItem, asOf)).heard;
}

/** The same with the time of the position. */
export function contactsFrom(database: Database) {
  const journalOf = journalsFrom(database);
  const stateOf = statesFrom(database, journalOf);
  return async (deviceItem: DeviceItem, asOf: number) =>
    contactOf(deviceItem, await stateOf(deviceItem, asOf), journalOf, asOf);
}

/**
 * Makes a reader of the state of attached devices, as of a moment, with the context in which it was evaluated. The
 * device item is enough for most devices; with late readings, or a message stored only in the journal, the whole record
 * is evaluated.
 */
export function statesFrom(database: Database, journalOf: JournalOf = journalsFrom(database)) {
  const contextOf = evaluationContextsFrom(database);
  return async (deviceItem: DeviceItem, asOf: number): Promise<Evaluated> => {
    const context = await contextOf(deviceItem.assignment!);
    const recent = readingsOf(deviceItem);
    const increment = evaluateIncrement(deviceItem.state, recent, context, asOf);
    const { state } =
      increment.late || pointsToJournal(deviceItem)
        ? evaluateIncrement(initialState, [...(await journalOf(deviceItem)), ...recent], context, asOf)
        : increment;
    return { context, state, recent };
  };
}

async function contactOf(
  deviceItem: DeviceItem,
  { context, state, recent }: Evaluated,
  journalOf: JournalOf,
  asOf: number,
): Promise<Contact> {
  const readAt = newestReading(state);
  const { location } = state.last;
  const unreadable = state.unreadable.temperature;
  // A flushed state has no coordinates, so that it stays small.
  const recently = lastPosition(recent);
  const isRecent = recently !== null && recently.at === location?.at;
  const position =
    location === undefined
      ? null
      : isRecent
        ? recently
        : lastPosition([...(await journalOf(deviceItem)), ...recent]);
  const heard = {
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
    allowance: allowanceUsed(state, context.profile, asOf),
  };
  return { heard, position };
}

/** The most journals that are remembered; when the limit is reached, all are dropped together. */
const remembered = 500;

/** Makes a reader of the journal of a device item's assignment. It reads again only when the journal has grown. */
function journalsFrom(database: Database): JournalOf {
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
