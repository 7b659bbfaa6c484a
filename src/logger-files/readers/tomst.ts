import { tableReader } from './table.ts';

const number = String.raw`-?\d+(?:[.,]\d+)?`;
/** The columns are those of the maker's description of the format. */
const row = new RegExp(
  String.raw`^\d+;(?:\d{4}\.\d{2}\.\d{2}|\d{1,2}\.\d{1,2}\.\d{4}) \d{1,2}:\d{2}(?::\d{2})?;-?\d+(?:;${number}){3}(?:;\d+){3};?$`,
);
/** This many rows must be of this form, unless the file is shorter. */
const examined = 5;

function isTomst(beginning: string): boolean {
  const lines = beginning.split(/\r?\n/, examined + 1);
  const whole = lines.length > examined ? lines.slice(0, examined) : lines.filter((line) => line !== '');
  return whole.length > 0 && whole.every((line) => row.test(line));
}

const columns = [
  'index',
  'date and time',
  'time zone code',
  'T1 (soil)',
  'T2 (surface)',
  'T3 (air)',
  'soil moisture count',
  'shake',
  'error flag',
] as const;

/** Data of TOMST loggers as the program Lolly saves them: no heading, and three temperatures. */
export const tomst = tableReader(({ beginning }) => isTomst(beginning), {
  name: 'TOMST Lolly (TMS loggers)',
  recognisedBy: 'rows of nine cells between semicolons, of a number, a date and time, and seven numbers',
  columns,
  unit: { letter: 'C', because: 'TOMST loggers write no other' },
  meaningOf: ([name = '']) =>
    /^T[123] /.test(name) ? { quantity: 'temperature', unit: null, hasTwoUnits: false } : null,
});
