import { isObject, valueAt } from './json-path.ts';
import { namedValues } from './named-values.ts';
import type { RecordLayout } from './record-layout.ts';
import { seconds, secondsOrMilliseconds } from './time-forms.ts';

/**
 * Uplink of the Helium Console with a decoder function. Documented:
 * https://docs.helium.com/console/integrations/json-schema; `reported_at` is in seconds in its first version and in
 * milliseconds later. `Systimestamp` is the clock of Dragino's devices in seconds.
 */
export const helium: RecordLayout = {
  name: 'Helium Console uplink',
  recognises: (record) =>
    'reported_at' in record &&
    typeof record['dev_eui'] === 'string' &&
    isObject(valueAt(record, 'decoded.payload')),
  devices: ['dev_eui', 'name'],
  groups: [
    {
      times: [
        { path: 'decoded.payload.Systimestamp', form: seconds, clock: 'device' },
        { path: 'reported_at', form: secondsOrMilliseconds, clock: 'receipt' },
      ],
      values: namedValues('decoded.payload'),
    },
  ],
};
