import { isObject } from './json-path.ts';
import { namedValues } from './named-values.ts';
import type { JsonObject, RecordLayout } from './record-layout.ts';
import { iso, seconds } from './time-forms.ts';

/**
 * ChirpStack v3 `up` event, in both of its JSON forms. Documented:
 * https://www.chirpstack.io/application-server/integrations/events. Times are those of the gateway or the server; the
 * device's EUI is hexadecimal in the older form and base64 in the newer one. `Systimestamp` is the clock of Dragino's
 * devices in seconds.
 */
export const chirpstack3: RecordLayout = {
  name: 'ChirpStack v3 up event',
  mayBeFlat: true,
  recognises: (record) =>
    'applicationID' in record &&
    typeof record['devEUI'] === 'string' &&
    'fPort' in record &&
    (isObject(record['object']) || typeof record['objectJSON'] === 'string'),
  parts: (record) => {
    const { devEUI, deviceName, rxInfo, publishedAt, object, objectJSON } = record;
    return [{ devEUI, deviceName, rxInfo, publishedAt, object: object ?? parsed(objectJSON) }];
  },
  devices: ['devEUI', 'deviceName'],
  groups: [
    {
      times: [
        { path: 'object.Systimestamp', form: seconds, clock: 'device' },
        { path: 'rxInfo.0.time', form: iso, clock: 'receipt' },
        { path: 'publishedAt', form: iso, clock: 'receipt' },
      ],
      values: namedValues('object'),
    },
  ],
};

function parsed(text: unknown): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text as string);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
