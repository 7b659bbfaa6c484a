import { byScalarChannel } from '../../src/model/channels/channels.ts';

/** Formatters for numbers and times. Times are epoch milliseconds or ISO 8601. */
export type Formats = {
  readonly zone: string;
  readonly temperatureUnit: string;
  /** Converts a temperature to the person's unit. */
  readonly degrees: (celsius: number) => number;
  readonly temperature: (celsius: number) => string;
  /** A computed temperature, with two decimals. */
  readonly preciseTemperature: (celsius: number) => string;
  /** A limit as it was set: without a decimal that says nothing. */
  readonly limit: (channel: string, value: number) => string;
  readonly quantity: (channel: string, value: number) => string;
  /** The difference between two values: the offset between units of temperature does not apply to it. */
  readonly difference: (channel: string, value: number) => string;
  readonly unitOf: (channel: string) => string;
  /** Date and time with the zone. */
  readonly moment: (at: number | string, isExact?: boolean) => string;
  /** The same without the zone, where the zone is shown once for several times. */
  readonly shortMoment: (at: number | string) => string;
  /** The same with seconds. */
  readonly exactMoment: (at: number | string) => string;
  readonly percent: (share: number) => string;
  readonly number: (value: number) => string;
};

/** Keeps a number and its unit on one line. */
const joint = '\u00a0';
const units: Readonly<Record<string, string>> = byScalarChannel(({ units: [own] }) => own.names[0]);

export function formatsOf({ unit, zone }: Pick<Preferences, 'unit' | 'zone'>): Formats {
  const timeZone = zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isFahrenheit = unit === 'fahrenheit';
  const temperatureUnit = isFahrenheit ? '°F' : '°C';
  const degrees = (celsius: number): number => (isFahrenheit ? celsius * 1.8 + 32 : celsius);
  const plain = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
  const tenth = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  const date = { timeZone, year: 'numeric', month: 'short', day: 'numeric' } as const;
  const clock = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const day = new Intl.DateTimeFormat('en-GB', date);
  const hours = new Intl.DateTimeFormat('en-GB', clock);
  const seconds = new Intl.DateTimeFormat('en-GB', { ...clock, second: '2-digit' });
  const named = new Intl.DateTimeFormat('en-GB', { ...clock, timeZoneName: 'short' });
  const zoneOf = (at: number): string =>
    named.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
  const ms = (at: number | string): number => (typeof at === 'number' ? at : Date.parse(at));
  const temperature = (celsius: number): string =>
    `${minus(tenth.format(degrees(celsius)))}${joint}${temperatureUnit}`;
  const unitOf = (channel: string): string =>
    channel === 'temperature' ? temperatureUnit : (units[channel] ?? '');
  return {
    zone: timeZone,
    temperatureUnit,
    degrees,
    temperature,
    preciseTemperature: (celsius) => `${minus(plain.format(degrees(celsius)))}${joint}${temperatureUnit}`,
    unitOf,
    limit: (channel, value) =>
      `${minus(plain.format(channel === 'temperature' ? degrees(value) : value))}${joint}${unitOf(channel)}`.trim(),
    quantity: (channel, value) =>
      channel === 'temperature'
        ? temperature(value)
        : `${minus(plain.format(value))}${joint}${unitOf(channel)}`.trim(),
    difference: (channel, value) =>
      `${minus(plain.format(channel === 'temperature' ? degrees(value) - degrees(0) : value))}${joint}${unitOf(channel)}`.trim(),
    moment: (at, isExact = false) =>
      `${day.format(ms(at))}, ${(isExact ? seconds : hours).format(ms(at))} ${zoneOf(ms(at))}`,
    shortMoment: (at) => `${day.format(ms(at))}, ${hours.format(ms(at))}`,
    exactMoment: (at) => `${day.format(ms(at))}, ${seconds.format(ms(at))}`,
    percent: (share) => `${plain.format(Math.floor(share * 1000) / 10)}${joint}%`,
    number: (value) => minus(plain.format(value)),
  };
}

/** A typographic minus sign is as wide as a digit. */
function minus(text: string): string {
  return text.replace('-', '\u2212');
}

/** Display preferences, stored in this browser. */
export type Preferences = {
  readonly unit: 'celsius' | 'fahrenheit';
  readonly zone: 'local' | 'utc';
  readonly theme: 'system' | 'light' | 'dark';
};
