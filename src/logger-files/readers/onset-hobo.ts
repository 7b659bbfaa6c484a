import { tableReader } from './table.ts';

/** Line numbers, then date and time: "Date Time, GMT+02:00" of HOBOware, "Date-Time (CEST)" of HOBOconnect. */
const hoboware = /^(?:"?#"?[,;\t])?"?Date(?: Time|"?[,;\t]"?Time), (?:GMT|UTC)/;
const hoboconnect = /^"?#"?[,;\t]"?Date-Time \([^)]+\)/;

/** A file of HOBOware may begin with its title, and names the logger's serial number in its headings. */
function isHobo(beginning: string): boolean {
  const [first = '', second = ''] = beginning.split(/\r\n|\n|\r/, 2);
  if (/^"?Plot Title:/.test(first)) return hoboware.test(second);
  return (hoboware.test(first) && first.includes('LGR S/N:')) || hoboconnect.test(first);
}

/**
 * Exports of HOBO loggers. A handling of the logger has a row of its own, without values. "Bad Battery" and "Safe
 * Shutdown" are not among these events: where they are noted, values may be lost.
 */
export const onsetHobo = tableReader(({ beginning }) => isHobo(beginning), {
  name: 'Onset HOBOware and HOBOconnect',
  recognisedBy:
    '`Plot Title:` above a heading `Date Time, GMT…`, this heading with `LGR S/N:`, or a heading `#`, `Date-Time (…)`',
  events:
    /^(?:coupler (?:attached|detached)|host connect(?:ed)?|started|stopped|end of file|button (?:down|up))(?: \(|$)/i,
});
