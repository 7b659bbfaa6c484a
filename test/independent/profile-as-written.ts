import type { ScalarChannel as Channel } from '../../src/model/reading.ts';

export type { ScalarChannel as Channel } from '../../src/model/reading.ts';

/** The channels that the file of one device without positions can have. */
export const channelNames = Object.keys({
  temperature: true,
  pressure: true,
  humidity: true,
  battery: true,
} satisfies Record<Channel, true>) as Channel[];

/** A rule as people write it: one limit, one mode, and for the timed modes one duration. */
export type RuleAsWritten = {
  id: string;
  channel: Channel;
  above?: number;
  below?: number;
  atLeast?: number;
  atMost?: number;
  outside?: { low: number; high: number };
  mode: 'instant' | 'consecutive' | 'cumulative';
  for?: string;
  longerThan?: string;
  severity: 'info' | 'minor' | 'major' | 'critical';
  rejects?: boolean;
  judges?: boolean;
};

/** A storage profile as people write it; temperatures in degrees Celsius, durations in ISO 8601. */
export type ProfileAsWritten = {
  id: string;
  version: number;
  name: string;
  sources: string[];
  unverified?: string[];
  reportingInterval: string;
  maxGap: string;
  completeness: { minimumCoverage: number; longestGap: string };
  rules: RuleAsWritten[];
  meanKineticTemperature: { max: number; window: string; deltaH?: number } | null;
};

const duration = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * An ISO 8601 duration of days, hours, minutes and seconds, in milliseconds.
 * @throws {Error} when it is anything else.
 */
export function durationInMilliseconds(text: string): number {
  const match = duration.exec(text);
  if (match === null || /^P$|T$/.test(text)) throw new Error(`${text} is not a duration`);
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
  const wholeMinutes = (Number(days) * 24 + Number(hours)) * 60 + Number(minutes);
  return Math.round((wholeMinutes * 60 + Number(seconds)) * 1000);
}

/** Whether a rule counts in the verdict, rather than only warning. */
export function isJudging(rule: RuleAsWritten): boolean {
  return rule.judges !== false;
}

/** The channels that a judging rule or the mean kinetic temperature uses. */
export function usedChannels(profile: ProfileAsWritten): Channel[] {
  const ofRules = new Set(profile.rules.filter(isJudging).map((rule) => rule.channel));
  return channelNames.filter(
    (channel) =>
      ofRules.has(channel) || (channel === 'temperature' && profile.meanKineticTemperature !== null),
  );
}
