import type { Reading } from '../model/reading.ts';
import type { SourceMapping } from '../model/source-mapping.ts';
import { takeMessage } from './decoders/mapped-records.ts';
import type { Sample } from './decoders/samples.ts';
import { takeResolved } from './decoders/senml.ts';
import { type DevicePart, divideBody } from './divide-body.ts';
import { messageReadingsOf, withoutLastFixes } from './message-readings.ts';
import type { Parsed, Refusal } from './payload-readings.ts';

/** What a body gave of one device; `line` is the number of its first record, from one. */
export type DeviceContent = {
  readonly line: number;
  readonly readings: readonly Reading[];
  readonly refused: readonly Refusal[];
};

/** What a body gave: by the names that it has for its devices, and what was refused of no device. */
export type DecodedSource = {
  readonly devices: ReadonlyMap<string, DeviceContent>;
  readonly refused: readonly Refusal[];
};

/**
 * Decodes a body of a source, received at a time (epoch milliseconds), by its mapping; null: the built-in layouts
 * recognise it. What a body gives of a device is what it would give with that device's records alone. Whatever the
 * bytes are, the result is readings and refusals, and the same bytes give the same result.
 */
export function decodeSource(
  payload: Uint8Array,
  receivedAt: number,
  mapping: SourceMapping | null,
): DecodedSource {
  const { devices, refused } = divideBody(payload, receivedAt, mapping);
  const temperature = mapping !== null && 'layout' in mapping ? (mapping.temperature ?? null) : null;
  return {
    devices: new Map(
      Array.from(devices, ([name, part]) => [name, contentOf(part, receivedAt, temperature)] as const),
    ),
    refused,
  };
}

function contentOf(
  { line, samples, senml, refused }: DevicePart,
  receivedAt: number,
  temperature: string | null,
): DeviceContent {
  const parsed: Parsed = { readings: [], refused: [...refused] };
  if (samples.length > 0) takeMessage(samples, parsed, temperature);
  if (senml.length > 0) {
    const meant = meantOf(senml, temperature);
    takeResolved(meant, receivedAt, parsed);
    if (meant.length === 0) parsed.refused.push({ line, reason: `SenML: no ${JSON.stringify(temperature)}` });
  }
  // What others received, and when, says nothing about the device's clock.
  const isAllByDevice = samples.every(isOfDevice);
  const clockTimes = isAllByDevice ? parsed.readings : timesOfDevice(samples);
  const aheadMs = isAllByDevice ? parsed.refusedAheadMs : aheadOfDevice(samples);
  const { readings } = parsed;
  const more = messageReadingsOf(
    withoutLastFixes(parsed),
    parsed.refused,
    aheadMs ?? null,
    receivedAt,
    clockTimes,
  );
  return { line, readings: [...readings, ...more], refused: parsed.refused };
}

function isOfDevice({ timeField }: Sample): boolean {
  return timeField === null || timeField.clock === 'device';
}

function timesOfDevice(samples: readonly Sample[]): readonly { readonly at: number }[] {
  return samples.flatMap((sample) => (isOfDevice(sample) && sample.time.ok ? [{ at: sample.time.at }] : []));
}

/** How far refused times of the device's own clock were ahead of the receipt; null if none was. */
function aheadOfDevice(samples: readonly Sample[]): number | null {
  let most: number | null = null;
  for (const sample of samples)
    if (isOfDevice(sample) && !sample.time.ok && sample.time.aheadMs !== undefined)
      most = Math.max(most ?? 0, sample.time.aheadMs);
  return most;
}

const temperatureUnits = new Set(['Cel', 'K']);

/** The records without the temperatures of another name than the one that is meant. */
function meantOf(records: DevicePart['senml'], temperature: string | null): DevicePart['senml'] {
  if (temperature === null) return records;
  return records.filter(
    (record) => 'reason' in record || record.own === temperature || !temperatureUnits.has(record.unit ?? ''),
  );
}
