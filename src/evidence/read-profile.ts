import { resolveProfile } from '../model/combined-profile.ts';
import type { ProfileVersion } from '../model/profile-version.ts';
import { type Profile, parseProfile } from '../model/parse-profile.ts';

/**
 * Parses the text of a profile.
 *
 * @throws {Error} when it is not a valid profile.
 */
function readProfileText(text: string): Profile {
  const parsed = parseProfile(JSON.parse(text));
  if (!parsed.ok) throw new Error(parsed.problems.join('; '));
  return parsed.profile;
}

/**
 * The profile of a version, also of a combined one; `textOf` gives the text of each part.
 *
 * @throws {Error} when a part is not a valid profile.
 */
export function readProfileOf(version: ProfileVersion, textOf: (part: ProfileVersion) => string): Profile {
  return resolveProfile(version, (part) => readProfileText(textOf(part)));
}
