import { type Reading, type UnreadableValue, readValue } from '../telemetry/payload-readings.ts';
import { unreadableText } from '../telemetry/unreadable.ts';

/** A plain payload's object: its time in ISO 8601 and, by their names, the values of that time. */
export type PlainRecord = { time: string } & Record<string, number | string>;

/**
 * What a device would have published of a file's readings, in the order of their times: one plain object per time;
 * values of a time that differ become objects of their own. A value that could not be read goes out as it stood, so that
 * whoever receives it reads the same.
 */
export function recordsToPublish(readings: readonly Reading[]): PlainRecord[] {
  const records: PlainRecord[] = [];
  const byTime = new Map<number, PlainRecord[]>();
  for (const reading of readings.toSorted((a, b) => a.at - b.at)) {
    // What the reader of the file found out about its clock was not measured by the device.
    if (reading.channel === 'clock') continue;
    const { at } = reading;
    const fields = fieldsOf(reading);
    const taken = byTime.get(at) ?? [];
    // An identical repeat finds itself there.
    const free = taken.find((record) =>
      Object.entries(fields).every(([name, value]) => !(name in record) || record[name] === value),
    );
    if (free !== undefined) Object.assign(free, fields);
    else {
      const record = { time: new Date(at).toISOString(), ...fields };
      records.push(record);
      byTime.set(at, [...taken, record]);
    }
  }
  return records;
}

function fieldsOf(reading: Exclude<Reading, { channel: 'clock' }>): Record<string, number | string> {
  if ('text' in reading) return unreadableFields(reading);
  if ('value' in reading) return { [reading.channel]: reading.value };
  const { channel: _channel, at: _at, ...position } = reading;
  return position;
}

function unreadableFields(value: UnreadableValue): Record<string, string> {
  const { channel, text } = value;
  if (channel !== 'location') return { [channel]: publishable(value, channel) };
  // Of a position the text has its parts, with commas between them.
  const [latitude = '', longitude = '', ...rest] = text.split(',');
  return { latitude, longitude, ...(rest.length > 0 && { accuracy: rest.join(',') }) };
}

/**
 * The text of an unreadable value such that it means in our unit what it meant in the file's. It stays as it stood
 * wherever it does so by itself.
 */
function publishable(
  { text, offScale, bound }: UnreadableValue,
  channel: Exclude<UnreadableValue['channel'], 'location'>,
): string {
  // In pounds per square inch 100 is beyond what a sensor can give; in kilopascals it is not.
  if (typeof readValue(channel, text) === 'number') return `out of bounds: ${text}`;
  const read = unreadableText(text);
  if (read.offScale === offScale && read.bound === bound) return text;
  if (bound !== null) return `${offScale === 'below' ? '<' : '>'}${Number(bound.toFixed(6))}`;
  // The file said it beside the value.
  return offScale === 'either' ? 'OUT OF LIMITS' : text;
}
