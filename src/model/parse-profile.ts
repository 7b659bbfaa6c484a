import { sha256OfJson } from './digest.ts';
import { isPrintable, printableHint } from './printable.ts';
import { type Profile, checkProfile } from './profile.ts';

export { type Profile, type ProfileJson, gapTooShort } from './profile.ts';

type ParsedProfile = { ok: true; profile: Profile; sha256: string } | { ok: false; problems: string[] };

/** Parses a profile and computes the hash that identifies its content. */
export function parseProfile(json: unknown): ParsedProfile {
  const checked = checkProfile(json);
  return checked.ok ? { ...checked, sha256: sha256OfJson(json) } : checked;
}

/** Parses a profile that a person has just written. Stored profiles may contain texts that are no longer accepted. */
export function parseNewProfile(json: unknown): ParsedProfile {
  const parsed = parseProfile(json);
  if (!parsed.ok) return parsed;
  const problems = textsIn(json, '')
    .filter(([, text]) => !isPrintable(text))
    .map(([where]) => `${where}: ${printableHint}`);
  return problems.length === 0 ? parsed : { ok: false, problems };
}

function textsIn(json: unknown, where: string): [string, string][] {
  if (typeof json === 'string') return [[where, json]];
  if (Array.isArray(json)) return json.flatMap((each, index) => textsIn(each, `${where}[${index}]`));
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([name, each]) =>
    textsIn(each, where === '' ? name : `${where}.${name}`),
  );
}
