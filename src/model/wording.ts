import type { SensorFate } from './enumerations.ts';
import type { LimitRule } from './profile.ts';
import { byScalarChannel } from './channels/channels.ts';
import type { Channel } from './reading.ts';

/** Units in their printed form. */
export const unitOf: { readonly [channel in Channel]: string } = {
  ...byScalarChannel(({ units: [own] }) => own.names[0]),
  location: '',
  clock: 's',
  refused: '',
  backlog: 's',
};

/** Exact duration in d, h, min and s, such as "70 h 30 min"; days are used from three days on. */
export function duration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const inDays = seconds > 72 * 3600;
  const parts: [number, string][] = [
    [inDays ? Math.floor(seconds / 86_400) : 0, 'd'],
    [Math.floor((inDays ? seconds % 86_400 : seconds) / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    [(milliseconds - Math.floor(seconds / 60) * 60_000) / 1000, 's'],
  ];
  const words = parts.filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`);
  return words.length === 0 ? '0 s' : words.join(' ');
}

/**
 * A duration for people: its two largest units, such as "5 h 2 min" or "1 min 30 s"; below ten seconds with one decimal.
 * Sentences that are recorded have the exact one. It is rounded, but never up to a larger unit, so that what lasted less
 * than an hour does not read as an hour.
 */
export function roundedDuration(milliseconds: number): string {
  const parts = duration(milliseconds).split(' ');
  const shown = parts.slice(0, 4);
  if (shown.at(-1) === 's') {
    const seconds = Number(shown.at(-2));
    const tenths = Math.max(seconds === 0 ? 0 : 0.1, Math.round(seconds * 10) / 10);
    const rounded = shown.length === 2 && seconds < 10 ? tenths : Math.max(1, Math.round(seconds));
    shown[shown.length - 2] = String(Math.min(rounded, 59));
  }
  return shown.join(' ');
}

/** A share as a percentage with at most one decimal, never rounded up. */
export function roundedPercent(ratio: number): string {
  return `${Math.floor(ratio * 1000 + 1e-6) / 10} %`;
}

/** A share as a percentage, never rounded up. */
export function percent(ratio: number): string {
  return `${Math.floor(ratio * 100_000 + 1e-6) / 1000} %`;
}

/** A value with its unit, as "8.4 °C". */
export function quantity(channel: Channel, value: number, isRate = false): string {
  return `${Number(value.toPrecision(7))} ${unitOf[channel]}${isRate ? '/min' : ''}`.trim();
}

/** What a limit in words needs: the channel, the limit, and whether that applies to the rate of change. */
type Limited = Pick<LimitRule, 'channel' | 'limit' | 'rateWindowMs'>;

/** A rule's limit in words, as "above 8 °C" or "change of pressure above 3 kPa/min". */
export function limitInWords(rule: Limited): string {
  const { limit } = rule;
  const words =
    limit.kind === 'outside'
      ? `outside ${quantityOfLimit(rule, limit.low)} to ${quantityOfLimit(rule, limit.high)}`
      : `${sides[limit.kind]} ${quantityOfLimit(rule, limit.limit)}`;
  return rule.rateWindowMs === null
    ? words
    : `change of ${rule.channel} over ${duration(rule.rateWindowMs)} ${words}`;
}

/** A value that a rule evaluated, with its unit. */
function quantityOfLimit(
  { channel, rateWindowMs }: Pick<Limited, 'channel' | 'rateWindowMs'>,
  value: number,
): string {
  return quantity(channel, value, rateWindowMs !== null);
}

/**
 * A measured or computed value, rounded for people: three decimals or, for small values, three digits. Null: off the
 * scale.
 */
export function measured(
  { channel, rateWindowMs }: Pick<Limited, 'channel' | 'rateWindowMs'>,
  value: number | null,
): string {
  if (value === null) return "beyond the sensor's scale";
  const rounded = Math.abs(value) < 1 ? Number(value.toPrecision(3)) : Number(value.toFixed(3));
  return quantity(channel, rounded, rateWindowMs !== null);
}

const sides = { above: 'above', below: 'below', atLeast: 'at or above', atMost: 'at or below' } as const;

/** For how long a limit may be exceeded: "never", or as "less than 10 h without a break". */
export function allowedTime({ allowance }: Pick<LimitRule, 'allowance'>): string {
  if (allowance.mode === 'instant') return 'never';
  const amount = `${allowance.firesWhen === 'reached' ? 'less than' : 'at most'} ${duration(allowance.milliseconds)}`;
  return `${amount} ${allowance.mode === 'consecutive' ? 'without a break' : 'in total'}`;
}

/** What a person declares of a sensor, as in "declared broken". */
export const fateInWords: { readonly [fate in SensorFate]: string } = {
  broken: 'broken',
  lost: 'lost',
  silent: 'stopped for good',
};

/**
 * Asks whether the goods have arrived, as positions suggest: "Seems to have arrived 17:39 UTC. Confirm?". The time is in
 * UTC unless it is given in words.
 */
export function seemsToHaveArrived(
  at: number,
  time = `${new Date(at).toISOString().slice(11, 16)} UTC`,
): string {
  return `Seems to have arrived ${time}. Confirm?`;
}

/** A time in UTC for people: "2023-04-17 15:33 UTC", with seconds if there are any. */
export function moment(at: number): string {
  const [date, time] = new Date(at).toISOString().split('T') as [string, string];
  return `${date} ${time.endsWith(':00.000Z') ? time.slice(0, 5) : time.slice(0, 8)} UTC`;
}

/** A number of things: "1 reading", "3 readings". */
export function counted(count: number, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`;
}
