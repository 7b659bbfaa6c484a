import { valueAt } from './json-path.ts';
import { fields } from './measured-value.ts';
import type { RecordLayout } from './record-layout.ts';
import { iso } from './time-forms.ts';

/**
 * Events of Disruptive Technologies' sensors, alone or as a data connector sends them (`event` with `labels`).
 * Documented: https://developer.disruptive-technologies.com/docs/data-connectors/event; °C and %RH.
 */
export const disruptive: RecordLayout = {
  name: 'Disruptive Technologies event',
  recognises: (record) =>
    typeof valueAt(record, 'event.targetName') === 'string' && 'data' in (record['event'] as object),
  devices: ['event.targetName'],
  groups: [
    {
      times: [{ path: 'event.data.temperature.updateTime', form: iso, clock: 'device' }],
      values: fields({ path: 'event.data.temperature.value', quantity: 'temperature', unit: '°C' }),
    },
    {
      times: [{ path: 'event.data.humidity.updateTime', form: iso, clock: 'device' }],
      values: fields(
        { path: 'event.data.humidity.temperature', quantity: 'temperature', unit: '°C' },
        { path: 'event.data.humidity.relativeHumidity', quantity: 'humidity', unit: '%RH' },
      ),
    },
    {
      times: [{ path: 'event.data.batteryStatus.updateTime', form: iso, clock: 'device' }],
      values: fields({ path: 'event.data.batteryStatus.percentage', quantity: 'battery', unit: '%' }),
    },
  ],
};
