import { isObject } from './json-path.ts';
import { namedValues, namesValue } from './named-values.ts';
import type { JsonObject, RecordLayout } from './record-layout.ts';
import { milliseconds } from './time-forms.ts';

/**
 * What a device sends to Ubidots: variables with a value and a time of their own in milliseconds. Documented:
 * https://docs.ubidots.com/reference/http (`{"temperature": {"value": 10, "timestamp": 1464661369000}}`).
 */
export const ubidots: RecordLayout = {
  name: 'Ubidots variables',
  recognises: (record) => {
    const variables = Object.entries(record);
    return (
      variables.some(([name]) => namesValue(name)) &&
      variables.every(([, variable]) => isObject(variable) && 'value' in variable && 'timestamp' in variable)
    );
  },
  parts: (record) =>
    Object.entries(record)
      .filter(([name]) => namesValue(name))
      .map(([name, variable]) => ({
        timestamp: (variable as JsonObject)['timestamp'],
        variables: { [name]: (variable as JsonObject)['value'] },
      })),
  devices: [],
  groups: [
    { times: [{ path: 'timestamp', form: milliseconds, clock: 'device' }], values: namedValues('variables') },
  ],
};
