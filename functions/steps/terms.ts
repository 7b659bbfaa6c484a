import { type Terms, advance } from '../../domain/advance.ts';
import type { Profile } from '../../domain/profile.ts';
import type { Assignment } from '../../store/head.ts';
import { readProfile } from '../../store/profiles.ts';
import type { FoldState } from '../../store/seal.ts';
import type { Database } from '../../store/tables.ts';

/** What an assignment is judged by. Its profile, which never changes, is read once. */
export function termsFrom(database: Database): (assignment: Assignment) => Promise<Terms> {
  const profiles = new Map<string, Promise<Profile>>();
  return async ({ profile: { id, version }, intervalMs, since, phases }) => {
    const key = `${id}@${version}`;
    let read = profiles.get(key);
    if (read === undefined) {
      read = readProfile(database, id, version).then(({ profile }) => profile);
      // What could not be read is read again by the next.
      read.catch(() => profiles.delete(key));
      profiles.set(key, read);
    }
    return { profile: { ...(await read), reportingIntervalMs: intervalMs }, since, phases };
  };
}

/** How a device's state goes on under these terms. */
export function foldOf(terms: Terms): FoldState {
  return (state, readings) => advance(state, readings, terms).state;
}
