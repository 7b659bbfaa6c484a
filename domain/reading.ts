/** Channels whose value is one number: degrees Celsius, kilopascals, percent relative humidity, percent of charge. */
export const scalarChannels = ['temperature', 'pressure', 'humidity', 'battery'] as const;
export type ScalarChannel = (typeof scalarChannels)[number];

/**
 * Every channel; a position (latitude and longitude together) is one reading of `location`. `clock` is our own: by how
 * many seconds a device's clock was behind ours when it was found to be off; ahead is negative.
 */
export const channels = [...scalarChannels, 'location', 'clock'] as const;
export type Channel = (typeof channels)[number];

/** What is measured of the goods and their surroundings. */
export function isMeasured(channel: Channel): boolean {
  return channel !== 'clock';
}

/** One value of one channel at `at`, the device's own time in epoch milliseconds. */
export type ScalarReading = {
  readonly channel: ScalarChannel | 'clock';
  readonly at: number;
  readonly value: number;
};

/** One position at `at`, in degrees (WGS 84). */
export type LocationReading = {
  readonly channel: 'location';
  readonly at: number;
  readonly latitude: number;
  readonly longitude: number;
};

export type Reading = ScalarReading | LocationReading;
