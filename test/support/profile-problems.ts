import { parseProfile } from '../../src/model/parse-profile.ts';

/** A profile with only what is required. */
export const leastProfile = {
  id: 'p',
  version: 1,
  name: 'P',
  reportingInterval: 'PT10M',
  maxGap: 'PT10M',
  completeness: { minimumCoverage: 0.5, longestGap: 'PT1H' },
  rules: [] as unknown[],
};
/** A rule with only what is required. */
export const leastRule = { id: 'r', channel: 'temperature', above: 8, mode: 'instant', severity: 'info' };
/** What every message about a duration says. */
export const durationHint = 'must be a duration of days, hours, minutes, seconds, as "PT10M" or "P1DT12H"';

/** The problems of a profile; empty if it is accepted. */
export function profileProblems(json: unknown): string[] {
  const parsed = parseProfile(json);
  return parsed.ok ? [] : parsed.problems;
}
