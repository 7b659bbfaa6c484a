/** Channels whose value is one number: degrees Celsius, kilopascals, percent relative humidity, percent of charge. */
export const scalarChannels = ['temperature', 'pressure', 'humidity', 'battery'] as const;
export type ScalarChannel = (typeof scalarChannels)[number];

/**
 * Every channel; a position (latitude and longitude together) is one reading of `location`. The last three are our own,
 * of what a device sends and not of what it measures: `clock`, by how many seconds its clock was behind ours when it was
 * found to be off (ahead is negative); `refused`, a message of which something was refused, at its receipt, with the
 * reason as an unreadable value; `backlog`, by how many seconds the oldest reading of a message was behind its receipt,
 * where that is more than a day.
 */
export const channels = [...scalarChannels, 'location', 'clock', 'refused', 'backlog'] as const;
export type Channel = (typeof channels)[number];

/** What a device measures of the goods and their surroundings; of other channels there is no value to judge. */
export const measuredChannels = [...scalarChannels, 'location'] as const;
export type MeasuredChannel = (typeof measuredChannels)[number];

/** Whether a channel is measured by the device. */
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
 * One position at `at`, in degrees (WGS 84). `accuracy` is the radius around it in which the device is, in whole metres;
 * absent where the device does not say.
 */
export type LocationReading = {
  readonly channel: 'location';
  readonly at: number;
  readonly latitude: number;
  readonly longitude: number;
  readonly accuracy?: number;
};

/** On which side of its sensor's scale a value lies; `either`: the sensor does not say. */
export type OffScaleSide = 'above' | 'below' | 'either';

/** What a device said in place of a number at `at`: a value with a readable time whose number cannot be had. */
export type UnreadableValue = {
  readonly channel: MeasuredChannel | 'refused';
  readonly at: number;
  /** What stood there, shortened; of `refused` the reason. */
  readonly text: string;
  readonly offScale: OffScaleSide | null;
  /** The end of the scale that it lies beyond, in the channel's unit; null where it was not named. */
  readonly bound: number | null;
};

export type Reading = ScalarReading | LocationReading | UnreadableValue;

/** Whether a value's number could not be had. */
export function isUnreadable(reading: Reading): reading is UnreadableValue {
  return 'text' in reading;
}
