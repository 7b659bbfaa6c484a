import { canonicalJson } from '../../src/model/canonical-json.ts';
import { checkProfile } from '../../src/model/profile.ts';
import { hexOfSha256 } from '../parts/sha-256.ts';
import type { ProfileFile, UsableProfile } from './profiles.ts';

/** Checks a profile and hashes it; or says what is wrong with it. */
export async function usableProfile(
  file: ProfileFile,
): Promise<
  | { readonly ok: true; readonly usable: UsableProfile }
  | { readonly ok: false; readonly problems: readonly string[] }
> {
  const checked = checkProfile(file.json);
  if (!checked.ok) return checked;
  const sha256 = await hexOfSha256(new TextEncoder().encode(canonicalJson(file.json)));
  return { ok: true, usable: { profile: checked.profile, sha256, json: file.json as UsableProfile['json'] } };
}
