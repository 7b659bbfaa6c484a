import { excerpt } from '../../model/printable.ts';
import type { Parsed, Refusal } from '../payload-readings.ts';
import { repeatedInWords } from '../repeated-keys.ts';
import type { JsonDecoder } from './json-decoder.ts';
import { layoutOf } from './layouts.ts';
import { takeRecord } from './plain.ts';
import type { JsonObject } from './record-layout.ts';
import { type Sample, candidatesIn, samplesOf, takeSamples } from './samples.ts';

/**
 * Takes the samples of one message: those of one sensor, because the device is that of the topic. `temperature` names
 * the temperature that is meant; null if nobody said so, and one of several cannot be chosen.
 */
export function takeMessage(
  samples: readonly Sample[],
  parsed: Parsed,
  temperature: string | null = null,
): void {
  const devices = new Set(samples.flatMap(({ devices: [first] }) => first?.name ?? []));
  const candidates = temperature === null ? candidatesIn(samples) : [temperature];
  const { line } = samples[0] ?? { line: 1 };
  if (devices.size > 1) {
    parsed.refused.push({ line, reason: `several devices in one message: ${listed([...devices])}` });
    return;
  }
  if (candidates.length > 1)
    parsed.refused.push({
      line,
      reason: `several temperatures, ${listed(candidates)}; which is meant is not known`,
    });
  takeSamples(samples, candidates.length > 1 ? null : (candidates[0] ?? null), parsed);
}

/** At most this many names are listed. */
const listedAtMost = 5;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, listedAtMost).map((name) => excerpt(name));
  return `${shown.join(', ')}${names.length > listedAtMost ? ' and more' : ''}`;
}

/** A value of a payload that may be a record: with its number from one, and a key that an object in it has twice. */
type GivenRecord = { readonly value: unknown; readonly line: number; readonly repeated: string | undefined };

/**
 * Decodes records of other people's layouts; those that no layout recognises are plain. What could not be a record is
 * given with the reason.
 */
export function decodeRecords(given: readonly (GivenRecord | Refusal)[], receivedAt: number | null): Parsed {
  const parsed: Parsed = { readings: [], refused: [] };
  const samples: Sample[] = [];
  for (const each of given) {
    if ('reason' in each) {
      parsed.refused.push(each);
      continue;
    }
    const { value, line, repeated } = each;
    const layout = layoutOf(value);
    if (layout === null) takeRecord(value, line, receivedAt, parsed, repeated);
    else if (repeated !== undefined) parsed.refused.push({ line, reason: repeatedInWords(repeated) });
    else {
      const record = { record: value as JsonObject, layout, line };
      const found = samplesOf(record, receivedAt, given.length === 1);
      for (const sample of found.samples) samples.push(sample);
      for (const { line: at, reason } of found.refused) parsed.refused.push({ line: at, reason });
    }
  }
  takeMessage(samples, parsed);
  return parsed;
}

/** Records of other people's layouts, one or a list of them. */
export const mapped: JsonDecoder = {
  recognises: (json) =>
    Array.isArray(json) ? json.some((record) => layoutOf(record) !== null) : layoutOf(json) !== null,
  keys: 'all',
  decode: (json, receivedAt, repeated) => {
    const values: readonly unknown[] = Array.isArray(json) ? json : [json];
    const given = values.map((value, index) => ({
      value,
      line: index + 1,
      repeated: repeated.get(index + 1),
    }));
    return decodeRecords(given, receivedAt);
  },
};
