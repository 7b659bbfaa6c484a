import { isObject } from './json-path.ts';
import { namedValues } from './named-values.ts';
import type { RecordLayout } from './record-layout.ts';
import { seconds } from './time-forms.ts';

/**
 * Events of Blues Notehub. Documented: https://dev.blues.io/api-reference/glossary/#event; `when` is the time at which
 * the Notecard wrote the note, in seconds.
 */
export const notehub: RecordLayout = {
  name: 'Notehub event',
  recognises: (record) =>
    'when' in record &&
    typeof record['device'] === 'string' &&
    record['device'].startsWith('dev:') &&
    isObject(record['body']),
  devices: ['device', 'sn'],
  groups: [{ times: [{ path: 'when', form: seconds, clock: 'device' }], values: namedValues('body') }],
};
