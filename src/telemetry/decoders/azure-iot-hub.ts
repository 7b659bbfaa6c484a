import { isObject, valueAt } from './json-path.ts';
import { namedValues } from './named-values.ts';
import type { RecordLayout } from './record-layout.ts';
import { iso } from './time-forms.ts';

/**
 * Messages that Azure IoT Hub routes to storage, with a body in JSON. Documented:
 * https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-messages-d2c.
 */
export const azureIotHub: RecordLayout = {
  name: 'Azure IoT Hub message',
  recognises: (record) =>
    'EnqueuedTimeUtc' in record &&
    typeof valueAt(record, 'SystemProperties.connectionDeviceId') === 'string' &&
    isObject(record['Body']),
  devices: ['SystemProperties.connectionDeviceId'],
  groups: [
    { times: [{ path: 'EnqueuedTimeUtc', form: iso, clock: 'receipt' }], values: namedValues('Body') },
  ],
};
