import { type ScalarChannel, scalarChannels } from './channels/channels.ts';

export { type ScalarChannel, scalarChannels } from './channels/channels.ts';

/**
 * All channels. A position (latitude and longitude together) is one reading of `location`. The last three are derived
 * from a device's messages rather than measured: `clock` is the number of seconds by which its clock was behind the
 * server's when the deviation was detected (negative if ahead); `refused` is a message that was refused in part or as a
 * whole, at its receipt, with the reason as an unreadable value; `backlog` is the number of seconds by which the oldest
 * reading of a message was behind its receipt, if more than a day.
 */
export const channels = [...scalarChannels, 'location', 'clock', 'refused', 'backlog'] as const;
export type Channel = (typeof channels)[number];

/**
 * The channels on which a device measures the goods and their surroundings. Other channels have no value to evaluate.
 */
export const measuredChannels = [...scalarChannels, 'location'] as const;
export type MeasuredChannel = (typeof measuredChannels)[number];

export function isMeasured(channel: Channel): channel is MeasuredChannel {
  return (measuredChannels as readonly Channel[]).includes(channel);
}

/** One value of one channel at `at`, the device's own time in epoch milliseconds. */
export type ScalarReading = {
  readonly channel: ScalarChannel | 'clock' | 'backlog';
  readonly at: number;
  readonly value: number;
};

/**
 * One position at `at`, in degrees (WGS 84). `accuracy` is the radius within which the device is, in whole metres;
 * absent if the device does not report one.
 */
export type LocationReading = {
  readonly channel: 'location';
  readonly at: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracy?: number;
};

/** The side of its sensor's scale beyond which a value lies; `either`: the sensor does not say which. */
export const offScaleSides = ['above', 'below', 'either'] as const;
export type OffScaleSide = (typeof offScaleSides)[number];

/** What a device sent in place of a number at `at`: the time is readable, the value is not. */
export type UnreadableValue = {
  readonly channel: MeasuredChannel | 'refused';
  readonly at: number;
  /** The text sent, shortened; for `refused`, the reason. */
  readonly text: string;
  readonly offScale: OffScaleSide | null;
  /** The end of the scale that the value lies beyond, in the channel's unit; null if the device did not name it. */
  readonly bound: number | null;
};

export type Reading = ScalarReading | LocationReading | UnreadableValue;

/** Whether a reading has no readable number. */
export function isUnreadable(reading: Reading): reading is UnreadableValue {
  return 'text' in reading;
}
