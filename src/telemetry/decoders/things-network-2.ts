import { isObject, valueAt } from './json-path.ts';
import { namedValues } from './named-values.ts';
import type { RecordLayout } from './record-layout.ts';
import { iso, seconds } from './time-forms.ts';

/**
 * The Things Network v2 uplink. Documented: https://www.thethingsnetwork.org/docs/applications/mqtt/api (version 2);
 * `metadata.time` is the server's receipt. `Systimestamp` is the clock of Dragino's devices in seconds.
 */
export const thingsNetwork2: RecordLayout = {
  name: 'The Things Network v2 uplink',
  recognises: (record) =>
    typeof record['dev_id'] === 'string' &&
    'app_id' in record &&
    isObject(record['payload_fields']) &&
    valueAt(record, 'metadata.time') !== undefined,
  devices: ['hardware_serial', 'dev_id'],
  groups: [
    {
      times: [
        { path: 'payload_fields.Systimestamp', form: seconds, clock: 'device' },
        { path: 'metadata.time', form: iso, clock: 'receipt' },
      ],
      values: namedValues('payload_fields'),
    },
  ],
};
