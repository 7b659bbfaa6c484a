import type { AddressBook } from './draft-plan.ts';
import type { ProfileChoices } from './profile-choices.ts';

/** What a table may refer to: the limits that can be chosen, and what the site remembers. */
type Known = {
  readonly site: string;
  /** The IANA name of the zone of times without one. */
  readonly zone: string;
  readonly book: AddressBook;
  readonly choices: ProfileChoices;
};

/** A line of a table as it was read: its plan in the form of the API, null if anything is wrong with it. */
export type PlanRow = Awaited<ReturnType<typeof readTable>>[number];

/**
 * Reads a table of plans, a file or pasted cells; what reads it is loaded when it is needed. Whatever the table holds is
 * said at its lines.
 */
export async function readTable(
  content: Uint8Array | string,
  name: string,
  { site, zone, book, choices }: Known,
) {
  const { readPlanTable } = await import('../../src/planning/plan-table.ts');
  const profiles = Object.values(choices)
    .flat()
    .map(({ id, version, name: called }) => ({ id, version, name: called }));
  const { places, carriers } = book;
  return (await readPlanTable(content, name, { site, zone, profiles, places, carriers })).rows;
}
