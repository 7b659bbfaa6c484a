import { isCombined, partsOfVersion } from './combined-version.ts';
import type { JourneyRule, LimitRule, Profile } from './profile.ts';
import type { ProfileVersion } from './profile-version.ts';
import { readVersion, writtenVersion } from './written-version.ts';

/**
 * The profile of a version, whose parts (`partsOfVersion`) are given in their order: the one part itself, or what a
 * sensor is monitored by that stands for products with several profiles. Every reader of profile versions resolves them
 * here.
 */
export function profileOfParts(version: ProfileVersion, parts: readonly Profile[]): Profile {
  return isCombined(version) ? combineProfiles(version, parts) : parts[0]!;
}

/** The profile of a version, with each part read one after another. */
export function resolveProfile(version: ProfileVersion, read: (part: ProfileVersion) => Profile): Profile {
  return profileOfParts(version, partsOfVersion(version).map(read));
}

/**
 * Several profiles as one, by which one sensor is monitored. Each rule is evaluated exactly as in its own profile, and
 * its id says from which one it is; of everything else the most careful counts. Verdicts are never made by it, but by
 * its parts.
 */
function combineProfiles({ id, version }: ProfileVersion, parts: readonly Profile[]): Profile {
  const least = (of: (part: Profile) => number): number => Math.min(...parts.map(of));
  const leastKnown = (of: (part: Profile) => number | null): number | null => {
    const known = parts.map(of).filter((each) => each !== null);
    return known.length === 0 ? null : Math.min(...known);
  };
  const startDelayMs = least((part) => part.startDelayMs);
  return {
    id,
    version,
    parts,
    name: parts.map(({ name }) => name).join('; '),
    sources: distinct(parts.flatMap(({ sources }) => sources)),
    unverified: distinct(parts.flatMap(({ unverified }) => unverified)),
    reportingIntervalMs: least((part) => part.reportingIntervalMs),
    maxGapMs: least((part) => part.maxGapMs),
    minimumCoverage: Math.max(...parts.map((part) => part.minimumCoverage)),
    longestGapMs: least((part) => part.longestGapMs),
    startDelayMs,
    rules: parts.flatMap((part) => part.rules.map((rule) => ruleOfPart(rule, part, startDelayMs))),
    journeyRules: journeyRulesOf(parts),
    // What a unit may bear in its life is judged by the parts only.
    meanKineticTemperature: null,
    allowances: [],
    freezeThaw: null,
    vialMonitor: null,
    health: {
      lowBatteryPercent: Math.max(...parts.map(({ health }) => health.lowBatteryPercent)),
      clockToleranceMs: least(({ health }) => health.clockToleranceMs),
      stuckForMs: leastKnown(({ health }) => health.stuckForMs),
    },
    calibrationRequired: parts.some(({ calibrationRequired }) => calibrationRequired),
    sensorsDifferByCelsius: leastKnown((part) => part.sensorsDifferByCelsius),
  };
}

function ruleOfPart(rule: LimitRule, part: Profile, startDelayMs: number): LimitRule {
  return {
    ...rule,
    id: `${writtenVersion(part)}:${rule.id}`,
    own: {
      maxGapMs: part.maxGapMs,
      extraStartDelayMs: part.startDelayMs - startDelayMs,
      endsAtArrival: !asksForDestination(part),
    },
  };
}

/** Whether a profile has rules for the goods after their arrival. */
export function asksForDestination({ rules }: Pick<Profile, 'rules'>): boolean {
  return rules.some(({ phases }) => phases?.includes('destination') === true);
}

/** Equal rules are there once; of rules with one id, only the strictest remains. The shortest stay comes first. */
function journeyRulesOf(parts: readonly Profile[]): JourneyRule[] {
  const strictestFirst = parts
    .flatMap(({ journeyRules }) => journeyRules)
    .toSorted((a, b) => a.longerThanMs - b.longerThanMs);
  return [...new Map(strictestFirst.toReversed().map((rule) => [rule.id, rule])).values()].toSorted(
    (a, b) => a.longerThanMs - b.longerThanMs,
  );
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** The id that a rule has in its own profile. People are never shown from which part of a combined one it comes. */
export function plainRuleId(ruleId: string): string {
  return ruleId.slice(ruleId.lastIndexOf(':') + 1);
}

/** The version of the profile that a rule of a combined profile comes from; null for a rule of any other one. */
export function partOfRule(ruleId: string): ProfileVersion | null {
  const end = ruleId.lastIndexOf(':');
  return end < 0 ? null : readVersion(ruleId.slice(0, end));
}
