import type { Answer } from '../api/answer.ts';

type StoredProfile = Answer<'listProfiles'>['items'][number];

/** A version of storage limits to choose. */
export type ProfileChoice = {
  /** Id and version, as who-storage@1. */
  readonly value: string;
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly isApproved: boolean;
};

/** The versions of storage limits that can be chosen, in the groups in which they are offered. */
export type ProfileChoices = {
  /** The newest approved version of each profile. */
  readonly approved: readonly ProfileChoice[];
  /** Versions that are newer than the newest approved one. */
  readonly awaiting: readonly ProfileChoice[];
  readonly earlier: readonly ProfileChoice[];
};

/** Groups all versions for a choice, each group by name and the newest version first. */
export function profileChoices(stored: readonly StoredProfile[]): ProfileChoices {
  const newestApproved = new Map<string, number>();
  for (const { id, version, approvedBy } of stored)
    if (approvedBy !== null) newestApproved.set(id, Math.max(version, newestApproved.get(id) ?? 0));
  const groups = { approved: [], awaiting: [], earlier: [] } as Record<keyof ProfileChoices, ProfileChoice[]>;
  const ordered = [...stored].sort((a, b) => a.name.localeCompare(b.name) || b.version - a.version);
  for (const { id, version, name, approvedBy } of ordered) {
    const newest = newestApproved.get(id) ?? 0;
    const group = version === newest ? 'approved' : version > newest ? 'awaiting' : 'earlier';
    groups[group].push({ value: `${id}@${version}`, id, name, version, isApproved: approvedBy !== null });
  }
  return groups;
}
