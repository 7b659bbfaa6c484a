import { scalarChannelDefinitions } from '../model/channels/channels.ts';
import { type MeasuredChannel, type Reading, isMeasured, isUnreadable } from '../model/reading.ts';
import { roundValue } from '../model/rounding.ts';
import type { SourceMapping } from '../model/source-mapping.ts';
import { decodeSource } from './decode-source.ts';
import type { Refusal } from './payload-readings.ts';

/** A reading as people see it before a mapping is approved. */
export type PreviewedReading = {
  readonly channel: MeasuredChannel;
  /** The number; latitude and longitude of a position; or what was sent in place of a number. */
  readonly value: string;
  readonly unit: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly isReadable: boolean;
};

/** What a body gives of one device. */
export type PreviewedDevice = {
  /** The name that the body has for it. */
  readonly named: string;
  readonly readings: readonly PreviewedReading[];
  /** How many more readings there are than are listed. */
  readonly more: number;
  readonly refused: readonly Refusal[];
};

/** What a body gives by a mapping, and what of it is refused. */
export type MappingPreview = {
  readonly devices: readonly PreviewedDevice[];
  /** What is of no device. */
  readonly refused: readonly Refusal[];
  /** How many more refusals of no device there are than are listed. */
  readonly more: number;
};

const readingsAtMost = 20;
const refusalsAtMost = 50;

/**
 * Previews how a body, received at a time (epoch milliseconds), would be read by a mapping; null: by the built-in
 * layouts. It shows what processing it would, without storing anything.
 */
export function previewMapping(
  payload: Uint8Array,
  receivedAt: number,
  mapping: SourceMapping | null,
): MappingPreview {
  const { devices, refused } = decodeSource(payload, receivedAt, mapping);
  return {
    devices: Array.from(devices, ([named, content]): PreviewedDevice => {
      const readings = content.readings.filter(({ channel }) => isMeasured(channel));
      return {
        named,
        readings: readings.slice(0, readingsAtMost).map(inWords),
        more: Math.max(0, readings.length - readingsAtMost),
        refused: content.refused.slice(0, refusalsAtMost),
      };
    }),
    refused: refused.slice(0, refusalsAtMost),
    more: Math.max(0, refused.length - refusalsAtMost),
  };
}

function inWords(reading: Reading): PreviewedReading {
  const channel = reading.channel as MeasuredChannel;
  return {
    channel,
    value: valueOf(reading),
    unit: channel === 'location' ? '°' : scalarChannelDefinitions[channel].units[0].names[0],
    time: new Date(reading.at).toISOString(),
    isReadable: !isUnreadable(reading),
  };
}

function valueOf(reading: Reading): string {
  if (isUnreadable(reading)) return reading.text;
  if (reading.channel === 'location') return `${reading.latitude}, ${reading.longitude}`;
  return String(roundValue(reading.value));
}
