import { isObject, valueAt } from './json-path.ts';
import { isWithoutPayload } from './things-stack.ts';
import type { JsonObject } from './record-layout.ts';

/**
 * Events that a network server posts to the same address as its uplinks, by the documentation of their layouts. They
 * measure nothing, so they say nothing against their device; ChirpStack's cannot be switched off.
 */
const events: readonly { readonly name: string; readonly isOne: (record: JsonObject) => boolean }[] = [
  {
    name: 'ChirpStack v4',
    isOne: (record) =>
      typeof valueAt(record, 'deviceInfo.devEui') === 'string' && !isObject(record['object']),
  },
  {
    name: 'The Things Stack v3',
    isOne: (record) => {
      const uplink = record['uplink_message'];
      return isObject(record['end_device_ids']) && (!isObject(uplink) || isWithoutPayload(uplink));
    },
  },
];

/** Why a record that no layout recognises has no values, where it is a known event; null if it is none. */
export function eventInWords(record: JsonObject): string | null {
  const event = events.find(({ isOne }) => isOne(record));
  return event === undefined
    ? null
    : `${event.name}: an event that measures nothing, such as a join, a status, an acknowledgement or an empty uplink; there is nothing to do`;
}
