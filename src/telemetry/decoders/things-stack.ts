import { isObject, valueAt } from './json-path.ts';
import { namedValues } from './named-values.ts';
import type { JsonObject, RecordLayout } from './record-layout.ts';
import { iso, seconds } from './time-forms.ts';

/**
 * The Things Stack v3 uplink with a decoded payload: alone, as of the storage integration (`result`), or as an event of
 * the console (`data`). Documented: https://www.thethingsindustries.com/docs/integrations/data-formats. `Systimestamp`
 * is the clock of Dragino's devices in seconds, as in the maker's decoders.
 */
export const thingsStack: RecordLayout = {
  name: 'The Things Stack v3 uplink',
  recognises: (record) => uplinkOf(record) !== null,
  parts: (record) => {
    const { end_device_ids, received_at, uplink_message, simulated } = uplinkOf(record)!;
    const { decoded_payload, received_at: receivedByServer } = uplink_message as JsonObject;
    return [{ end_device_ids, decoded_payload, simulated, received_at: received_at ?? receivedByServer }];
  },
  // Documented there: set where the uplink was simulated in the console.
  refusal: ({ simulated }) =>
    simulated === true ? 'the uplink was simulated, so that no device measured this' : null,
  devices: ['end_device_ids.dev_eui', 'end_device_ids.device_id'],
  groups: [
    {
      times: [
        { path: 'decoded_payload.Systimestamp', form: seconds, clock: 'device' },
        { path: 'received_at', form: iso, clock: 'receipt' },
      ],
      values: namedValues('decoded_payload'),
    },
  ],
};

/** Whether a frame has only what the network needs: nothing was measured, and nothing was left undecoded. */
export function isWithoutPayload({ frm_payload, decoded_payload }: JsonObject): boolean {
  return (frm_payload ?? '') === '' && (decoded_payload ?? null) === null;
}

function uplinkOf(record: JsonObject): JsonObject | null {
  const uplink = [record, record['result'], record['data']].find(
    (each) =>
      isObject(each) &&
      isObject(each['uplink_message']) &&
      !isWithoutPayload(each['uplink_message']) &&
      typeof valueAt(each, 'end_device_ids.device_id') === 'string',
  );
  return (uplink as JsonObject | undefined) ?? null;
}
