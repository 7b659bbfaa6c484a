import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { durationHint, parseDuration } from '../model/duration.ts';
import { type Profile, gapTooShort, parseProfile } from '../model/parse-profile.ts';
import { unusableArguments } from './exit-status.ts';

const library = join(import.meta.dirname, '../../profiles');

/** The IDs of the built-in profiles. */
export function builtInProfiles(): string[] {
  return readdirSync(library)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/**
 * The JSON of a profile, by the ID of a built-in one or from a file.
 *
 * @throws {CommandError} when it cannot be read.
 */
export function readProfileJson(idOrFile: string): unknown {
  const isBuiltIn = builtInProfiles().includes(idOrFile);
  const path = isBuiltIn ? join(library, `${idOrFile}.json`) : idOrFile;
  if (!existsSync(path))
    throw unusableArguments(
      `profile ${idOrFile} is neither built in (${builtInProfiles().join(', ')}) nor a file`,
    );
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw unusableArguments(`profile ${idOrFile} is not JSON: ${(cause as Error).message}`, cause);
  }
}

/**
 * Reads a profile by the ID of a built-in one or from a JSON file.
 *
 * @throws {CommandError} when it is refused.
 */
export function findProfile(idOrFile: string): { profile: Profile; sha256: string } {
  const parsed = parseProfile(readProfileJson(idOrFile));
  if (!parsed.ok)
    throw unusableArguments(`profile ${idOrFile} is refused:\n  ${parsed.problems.join('\n  ')}`);
  return parsed;
}

/**
 * The profile with the device's own reporting interval.
 *
 * @throws {CommandError} when the interval is invalid, or longer than the profile's maxGap.
 */
export function withInterval(profile: Profile, interval: string | undefined): Profile {
  if (interval === undefined) return profile;
  const reportingIntervalMs = parseDuration(interval);
  if (reportingIntervalMs === null || reportingIntervalMs === 0)
    throw unusableArguments(`--interval ${interval} must be ${durationHint}, longer than zero`);
  if (profile.maxGapMs < reportingIntervalMs)
    throw unusableArguments(
      `--interval ${interval} and the maxGap of profile ${profile.id} (${profile.maxGapMs / 1000} s) cannot both hold: ${gapTooShort}`,
    );
  return { ...profile, reportingIntervalMs };
}
