import { isObject, valueAt } from './json-path.ts';
import { namedValues } from './named-values.ts';
import type { JsonObject, RecordLayout } from './record-layout.ts';
import { iso } from './time-forms.ts';

/**
 * A device's state as Losant takes it and as its workflows pass it on. Documented: https://docs.losant.com/mqtt/overview
 * (`{"time": {"$date": ...}, "data": {...}}`); a time is ISO 8601 or milliseconds.
 */
export const losant: RecordLayout = {
  name: 'Losant device state',
  recognises: (record) =>
    'time' in record &&
    isObject(record['data']) &&
    (valueAt(record, 'time.$date') !== undefined || 'applicationId' in record),
  devices: ['deviceId', 'meta.deviceId'],
  groups: [
    {
      times: [{ path: 'at', form: iso, clock: 'device' }],
      values: namedValues('data'),
    },
  ],
  parts: (record: JsonObject) => [{ ...record, at: valueAt(record, 'time.$date') ?? record['time'] }],
};
