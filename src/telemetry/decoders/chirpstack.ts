import { isObject, valueAt } from './json-path.ts';
import { namedValues } from './named-values.ts';
import type { JsonObject, RecordLayout } from './record-layout.ts';
import { iso, seconds } from './time-forms.ts';

/**
 * ChirpStack v4 `up` event with the object that the device profile's codec decoded. Documented:
 * https://www.chirpstack.io/docs/chirpstack/integrations/events.html; `time` is that of the gateway's or the server's
 * receipt. `Systimestamp` is the clock of Dragino's devices in seconds, as in the maker's decoders.
 */
export const chirpstack: RecordLayout = {
  name: 'ChirpStack v4 up event',
  recognises: (record) =>
    typeof valueAt(record, 'deviceInfo.devEui') === 'string' &&
    'time' in record &&
    !isWithoutPayload(record) &&
    ('fPort' in record || isObject(record['object'])),
  devices: ['deviceInfo.devEui', 'deviceInfo.deviceName'],
  groups: [
    {
      times: [
        { path: 'object.Systimestamp', form: seconds, clock: 'device' },
        { path: 'time', form: iso, clock: 'receipt' },
      ],
      values: namedValues('object'),
    },
  ],
};

/** Whether a frame has only what the network needs: nothing was measured, and nothing was left undecoded. */
function isWithoutPayload({ data, object }: JsonObject): boolean {
  return (data ?? '') === '' && (object ?? null) === null;
}
