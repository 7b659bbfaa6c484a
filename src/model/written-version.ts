import type { ProfileVersion } from './profile-version.ts';

/** A profile version as people and plans write it, such as who-storage@1. */
export function writtenVersion({ id, version }: ProfileVersion): string {
  return `${id}@${version}`;
}

/** The version that a text of that form names. */
export function readVersion(written: string): ProfileVersion {
  const at = written.lastIndexOf('@');
  return { id: written.slice(0, at), version: Number(written.slice(at + 1)) };
}
