import { type Profile, parseProfile } from '../model/parse-profile.ts';

/**
 * Parses the text of a profile.
 *
 * @throws {Error} when it is not a valid profile.
 */
export function readProfileText(text: string): Profile {
  const parsed = parseProfile(JSON.parse(text));
  if (!parsed.ok) throw new Error(parsed.problems.join('; '));
  return parsed.profile;
}
