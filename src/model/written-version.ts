import type { ProfileVersion } from './profile-version.ts';

/** A profile version as people and plans write it, such as who-storage@1. */
export function writtenVersion({ id, version }: ProfileVersion): string {
  return `${id}@${version}`;
}
