import { isObject, valueAt } from './json-path.ts';
import { fields } from './measured-value.ts';
import type { JsonObject, RecordLayout } from './record-layout.ts';
import { milliseconds, seconds } from './time-forms.ts';

const reported = 'state.reported';
const metadata = 'metadata.reported';

/**
 * The AWS IoT shadow document of Nordic's asset tracker, alone or as the topic `update/documents` has it (`current`).
 * Its times are milliseconds; where one is missing, the service's time of receipt in seconds is in the metadata (AWS
 * IoT developer guide, "Device Shadow service documents"). Units by Nordic's documentation of the tracker: °C, %RH,
 * kPa, degrees, metres; `bat` is in millivolts.
 */
export const nordicShadow: RecordLayout = {
  name: 'AWS IoT shadow of a Nordic asset tracker',
  recognises: (record) =>
    ('state' in record || 'current' in record) &&
    ['env', 'gnss'].some((key) => isObject(valueAt(documentOf(record), `${reported}.${key}.v`))),
  parts: (record) => [documentOf(record)],
  devices: [`${reported}.dev.v.imei`],
  groups: [
    {
      times: [
        { path: `${reported}.env.ts`, form: milliseconds, clock: 'device' },
        { path: `${metadata}.env.v.temp.timestamp`, form: seconds, clock: 'receipt' },
        { path: `${metadata}.env.v.hum.timestamp`, form: seconds, clock: 'receipt' },
      ],
      values: fields(
        { path: `${reported}.env.v.temp`, quantity: 'temperature', unit: '°C' },
        { path: `${reported}.env.v.hum`, quantity: 'humidity', unit: '%RH' },
        { path: `${reported}.env.v.atmp`, quantity: 'pressure', unit: 'kPa' },
      ),
    },
    {
      times: [
        { path: `${reported}.gnss.ts`, form: milliseconds, clock: 'device' },
        { path: `${metadata}.gnss.v.lat.timestamp`, form: seconds, clock: 'receipt' },
      ],
      values: fields(
        { path: `${reported}.gnss.v.lat`, quantity: 'latitude', unit: '°' },
        { path: `${reported}.gnss.v.lng`, quantity: 'longitude', unit: '°' },
        { path: `${reported}.gnss.v.acc`, quantity: 'accuracy', unit: 'm' },
      ),
      isLastFix: true,
    },
  ],
  notRead: 'bat (millivolts)',
};

const documentOf = (record: JsonObject): JsonObject =>
  isObject(record['current']) ? record['current'] : record;
