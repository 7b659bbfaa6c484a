import type { ProfileVersion } from './profile-version.ts';
import { readVersion, writtenVersion } from './written-version.ts';

/**
 * The version of the profile that several together make: distinct ones in their order, as a@1+b@2. One is itself.
 * People cannot write it, because no id of a profile has a plus.
 * @throws {Error} when there is none.
 */
export function combinedVersion(versions: readonly ProfileVersion[]): ProfileVersion {
  const distinct = [...new Map(versions.map((each) => [writtenVersion(each), each])).values()];
  const last = distinct.pop();
  if (last === undefined) throw new Error('a combined profile needs one profile at least');
  return {
    id: [...distinct.map(writtenVersion), last.id].join('+'),
    version: last.version,
  };
}

/** Whether a version is that of a combined profile. */
export function isCombined({ id }: ProfileVersion): boolean {
  return id.includes('+');
}

/** The versions that a combined version is made of, in their order; any other version is its own only part. */
export function partsOfVersion(version: ProfileVersion): readonly ProfileVersion[] {
  return writtenVersion(version)
    .split('+')
    .filter((written) => written !== '')
    .map(readVersion);
}

/** A version for people, as "who-storage, version 1"; a combined one by its parts. */
export function versionInWords(version: ProfileVersion): string {
  return partsOfVersion(version)
    .map((part) => `${part.id}, version ${part.version}`)
    .join('; ');
}
