import type { Profile } from '../../src/model/profile.ts';

/** A profile as JSON, before it is checked. `key` identifies it on this page. */
export type ProfileFile = {
  readonly key: string;
  readonly name: string;
  readonly json: unknown;
};

/** A profile that can be judged by, with the SHA-256 of its canonical JSON. */
export type UsableProfile = {
  readonly profile: Profile;
  readonly sha256: string;
  readonly json: { readonly [field: string]: unknown };
};

const files = import.meta.glob<{ readonly id: string; readonly name: string }>('../../profiles/*.json', {
  eager: true,
  import: 'default',
});

/** The built-in profiles, by name. */
export const builtInProfiles: readonly ProfileFile[] = Object.values(files)
  .map((json) => ({ key: json.id, name: json.name, json }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));
