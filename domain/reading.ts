/** Channels whose value is one number: degrees Celsius, kilopascals, percent relative humidity, percent of charge. */
export const scalarChannels = ['temperature', 'pressure', 'humidity', 'battery'] as const;
export type ScalarChannel = (typeof scalarChannels)[number];

/** Every channel; a position (latitude and longitude together) is one reading of `location`. */
export const channels = [...scalarChannels, 'location'] as const;
export type Channel = (typeof channels)[number];

/** One value of one channel at `at`, the device's own time in epoch milliseconds. */
export type ScalarReading = { readonly channel: ScalarChannel; readonly at: number; readonly value: number };

/** One position at `at`, in degrees (WGS 84). */
export type LocationReading = {
  readonly channel: 'location';
  readonly at: number;
  readonly latitude: number;
  readonly longitude: number;
};

export type Reading = ScalarReading | LocationReading;
