import { isObject } from './json-path.ts';
import { namedValues } from './named-values.ts';
import type { RecordLayout } from './record-layout.ts';
import { iso } from './time-forms.ts';

/**
 * Telemetry of Azure IoT Central's data export. Documented:
 * https://learn.microsoft.com/azure/iot-central/core/howto-export-to-blob-storage; `enqueuedTime` is the service's
 * receipt, which a device replaces by the message property iothub-creation-time-utc.
 */
export const azureIotCentral: RecordLayout = {
  name: 'Azure IoT Central telemetry',
  recognises: (record) =>
    'enqueuedTime' in record && typeof record['deviceId'] === 'string' && isObject(record['telemetry']),
  devices: ['deviceId'],
  groups: [
    {
      times: [
        { path: 'messageProperties.iothub-creation-time-utc', form: iso, clock: 'device' },
        { path: 'enqueuedTime', form: iso, clock: 'receipt' },
      ],
      values: namedValues('telemetry'),
    },
  ],
};
