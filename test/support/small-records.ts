import { judgeIndependently, type IndependentOptions } from '../independent/judge.ts';
import type { ProfileAsWritten, RuleAsWritten } from '../independent/profile-as-written.ts';

const start = Date.UTC(2026, 10, 20);

/** Epoch milliseconds of a minute of the small records. */
function atMinute(minute: number): number {
  return start + Math.round(minute * 60_000);
}

/** The same in ISO 8601. */
export function isoMinute(minute: number): string {
  return new Date(atMinute(minute)).toISOString();
}

/** A CSV of temperatures; each row has a minute and a text. */
export function temperatures(...rows: readonly (readonly [minute: number, text: string | number])[]): string {
  return ['time,temperature', ...rows.map(([minute, text]) => `${isoMinute(minute)},${text}`)].join('\n');
}

export const above8: RuleAsWritten = {
  id: 'warm',
  channel: 'temperature',
  above: 8,
  mode: 'consecutive',
  for: 'PT30M',
  severity: 'major',
};
export const hot: RuleAsWritten = {
  id: 'hot',
  channel: 'temperature',
  above: 8,
  mode: 'instant',
  severity: 'major',
};
export const frozen: RuleAsWritten = {
  id: 'frozen',
  channel: 'temperature',
  atMost: 0,
  mode: 'instant',
  severity: 'critical',
  rejects: true,
};

/**
 * A profile with a ten-minute interval, a `maxGap` of thirty minutes and a longest gap of an hour; by default without a
 * completeness requirement.
 */
export function profileOf(
  rules: RuleAsWritten[],
  changes: Partial<Omit<ProfileAsWritten, 'rules'>> = {},
): ProfileAsWritten {
  return {
    id: 'small',
    version: 1,
    name: 'Small',
    sources: [],
    reportingInterval: 'PT10M',
    maxGap: 'PT30M',
    completeness: { minimumCoverage: 0, longestGap: 'PT1H' },
    meanKineticTemperature: null,
    ...changes,
    rules,
  };
}

/** The verdict of the independent judge; the span is in minutes, and the fault codes are 85 and -127 Celsius. */
export function judgeSmall(
  csv: string,
  profile: ProfileAsWritten,
  {
    fromMinute,
    toMinute,
    ...options
  }: Partial<IndependentOptions> & { fromMinute?: number; toMinute?: number } = {},
) {
  return judgeIndependently(csv, profile, {
    timeZone: null,
    from: fromMinute === undefined ? null : atMinute(fromMinute),
    to: toMinute === undefined ? null : atMinute(toMinute),
    intervalMs: null,
    codes: [85, -127],
    ...options,
  });
}
