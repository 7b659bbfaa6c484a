import type { PlanRow } from '../../src/planning/plan-row.ts';
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

/** Reads a table of plans, a file or pasted cells; what reads it is loaded when it is needed. */
export async function readTable(
  content: Uint8Array | string,
  name: string,
  { site, zone, book, choices }: Known,
): Promise<readonly PlanRow[]> {
  const { readPlanTable } = await import('../../src/planning/plan-table.ts');
  const profiles = Object.values(choices)
    .flat()
    .map(({ id, version, name: called }) => ({ id, version, name: called }));
  const { places, carriers } = book;
  return (await readPlanTable(content, name, { site, zone, profiles, places, carriers })).rows;
}
