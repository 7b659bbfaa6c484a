import { type Reading, type UnreadableValue, readValue } from '../telemetry/payload-readings.ts';
import { unreadableText } from '../telemetry/unreadable.ts';

/** An object of a plain payload: a time in ISO 8601, and the values of that time by name. */
type PlainRecord = { time: string } & Record<string, number | string>;

/**
 * The objects that a device would have published for a file's readings, in order of time: one plain object per time, or
 * several where values of one time differ. An unreadable value is published as the text in the file, so that the
 * receiver interprets it in the same way.
 */
export function recordsToPublish(readings: readonly Reading[]): PlainRecord[] {
  const records: PlainRecord[] = [];
  const byTime = new Map<number, PlainRecord[]>();
  for (const reading of readings.toSorted((a, b) => a.at - b.at)) {
    // A clock deviation detected by the reader was not measured by the device.
    if (reading.channel === 'clock') continue;
    const { at } = reading;
    const fields = fieldsOf(reading);
    const taken = byTime.get(at) ?? [];
    // An identical repeat matches its earlier record.
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
  // The text of a position has its parts, separated by commas.
  const [latitude = '', longitude = '', ...rest] = text.split(',');
  return { latitude, longitude, ...(rest.length > 0 && { accuracy: rest.join(',') }) };
}

/** The text of an unreadable value, changed only if it would mean something else in the unit used for publishing. */
function publishable(
  { text, offScale, bound }: UnreadableValue,
  channel: Exclude<UnreadableValue['channel'], 'location'>,
): string {
  // 100 psi is beyond the range of a sensor; 100 kPa is not.
  if (typeof readValue(channel, text) === 'number') return `out of bounds: ${text}`;
  const read = unreadableText(text);
  if (read.offScale === offScale && read.bound === bound) return text;
  if (bound !== null) return `${offScale === 'below' ? '<' : '>'}${Number(bound.toFixed(6))}`;
  // The file stated this next to the value.
  return offScale === 'either' ? 'OUT OF LIMITS' : text;
}
