import { tableReader } from './table.ts';

const moment = String.raw`\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?::\d{2})?`;
/** The first line: the name of the sensor, its serial number, and from when to when. */
const title = new RegExp(String.raw`^"?.+ \(([\dA-F]{8,16})\) ${moment} - ${moment}"?\s*(?:\r?\n|$)`, 'i');

/** Exports of Efento sensors, in the language of their user. */
export const efento = tableReader(({ beginning }) => title.test(beginning), {
  name: 'Efento',
  recognisedBy: 'a first line `name (SERIAL) from - to`',
  deviceOf: ([first]) => {
    const name = title.exec(first?.cells[0] ?? '')?.[1];
    return name === undefined ? undefined : { heading: 'serial number', name };
  },
});
