import { sha256OfJson } from './digest.ts';
import { type Profile, checkProfile } from './profile-json.ts';

export { type Profile, type ProfileJson, gapTooShort } from './profile-json.ts';

export type ParsedProfile =
  { ok: true; profile: Profile; sha256: string } | { ok: false; problems: string[] };

/** Reads a profile, with the hash that names its content. */
export function parseProfile(json: unknown): ParsedProfile {
  const checked = checkProfile(json);
  return checked.ok ? { ...checked, sha256: sha256OfJson(json) } : checked;
}
