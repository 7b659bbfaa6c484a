import { type Profile, parseProfile } from '../model/parse-profile.ts';

/** A profile from its text; throws with the reason where it is none. */
export function readProfileText(text: string): Profile {
  const parsed = parseProfile(JSON.parse(text));
  if (!parsed.ok) throw new Error(parsed.problems.join('; '));
  return parsed.profile;
}
