import { fields } from './measured-value.ts';
import type { RecordLayout } from './record-layout.ts';
import { iso } from './time-forms.ts';

/**
 * Zigbee2MQTT's device message, where its setting `last_seen` is on (ISO 8601 or milliseconds). Documented:
 * https://www.zigbee2mqtt.io/guide/configuration/mqtt.html and the pages of the devices; °C, %RH and percent of charge.
 */
export const zigbee2mqtt: RecordLayout = {
  name: 'Zigbee2MQTT message',
  mayBeFlat: true,
  recognises: (record) =>
    'linkquality' in record && 'last_seen' in record && ('temperature' in record || 'humidity' in record),
  devices: ['device.ieeeAddr', 'device.friendlyName'],
  groups: [
    {
      times: [{ path: 'last_seen', form: iso, clock: 'receipt' }],
      values: fields(
        { path: 'temperature', quantity: 'temperature', unit: '°C' },
        { path: 'humidity', quantity: 'humidity', unit: '%RH' },
        { path: 'battery', quantity: 'battery', unit: '%' },
      ),
    },
  ],
};
