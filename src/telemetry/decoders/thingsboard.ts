import { isObject } from './json-path.ts';
import { namedValues, namesValue } from './named-values.ts';
import type { JsonObject, RecordLayout } from './record-layout.ts';
import { milliseconds } from './time-forms.ts';

/**
 * ThingsBoard telemetry with its times in milliseconds: `{ts, values}` as devices send it, a gateway's lists of them by
 * device, and the series of the REST API, `{"temperature": [{ts, value}]}`. A rule chain that forwards telemetry adds
 * the device's name from the metadata, where it is `deviceName`. Documented:
 * https://thingsboard.io/docs/reference/mqtt-api, .../gateway-mqtt-api, .../user-guide/telemetry.
 */
export const thingsboard: RecordLayout = {
  name: 'ThingsBoard telemetry',
  recognises: (record) => isTelemetry(record) || isGateway(record) || isSeries(record),
  parts: (record) => {
    if (isTelemetry(record)) return [record];
    return isGateway(record) ? partsOfGateway(record) : partsOfSeries(record);
  },
  devices: ['device', 'deviceName'],
  groups: [{ times: [{ path: 'ts', form: milliseconds, clock: 'device' }], values: namedValues('values') }],
};

const isTelemetry = (record: JsonObject): boolean => 'ts' in record && isObject(record['values']);

/** Whether an object has only lists that begin with an object which has a time. */
function isLists(record: JsonObject, isEntry: (entry: JsonObject) => boolean): boolean {
  const lists = Object.values(record);
  return (
    lists.length > 0 &&
    lists.every((list) => Array.isArray(list) && isObject(list[0]) && 'ts' in list[0] && isEntry(list[0]))
  );
}

const isGateway = (record: JsonObject): boolean => isLists(record, ({ values }) => isObject(values));

function partsOfGateway(record: JsonObject): readonly JsonObject[] {
  return Object.entries(record).flatMap(([device, list]) =>
    (list as unknown[]).map((entry) => ({ ...(isObject(entry) && entry), device })),
  );
}

/** A series has values of one key; those of other quantities, and of other keys, are at times of their own. */
const isSeries = (record: JsonObject): boolean =>
  Object.keys(record).some(namesValue) && isLists(record, (entry) => 'value' in entry);

function partsOfSeries(record: JsonObject): readonly JsonObject[] {
  return Object.entries(record)
    .filter(([key]) => namesValue(key))
    .flatMap(([key, list]) =>
      (list as unknown[]).map((entry) =>
        isObject(entry) ? { ts: entry['ts'], values: { [key]: entry['value'] } } : {},
      ),
    );
}
