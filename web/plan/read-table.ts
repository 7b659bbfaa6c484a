import { planTexts } from '../texts/plan.ts';
import type { AddressBook } from './draft-plan.ts';
import type { ReadRow } from './import-rows.ts';
import { named } from './named.ts';
import type { ProfileChoices } from './profile-choices.ts';

/** What a table may refer to: the limits that can be chosen, and what the site remembers. */
export type Known = {
  readonly site: string;
  /** The IANA name of the zone of times without one. */
  readonly zone: string;
  readonly book: AddressBook;
  readonly choices: ProfileChoices;
};

/** Reads a table of plans: a line per shipment below a line of headings. Interim: tabs and commas only. */
export async function readTable(
  content: Uint8Array | string,
  _name: string,
  { site, book, choices }: Known,
): Promise<readonly ReadRow[]> {
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const separator = lines[0]!.includes('\t') ? '\t' : ',';
  const headings = lines[0]!.split(separator).map((each) => each.trim());
  const fields = new Map(Object.entries(planTexts.fields).map(([field, label]) => [label as string, field]));
  return Promise.resolve(
    lines.flatMap((line, index) => {
      if (index === 0 || line.trim() === '') return [];
      const cells = line.split(separator);
      const plan: Record<string, unknown> = { site };
      const problems: { field: string; message: string }[] = [];
      for (const [column, heading] of headings.entries()) {
        const value = cells[column]?.trim() ?? '';
        const field = fields.get(heading);
        if (value === '' || field === undefined || field.startsWith('carrier') || field === 'audience')
          continue;
        if (field === 'origin' || field === 'destination')
          plan[field] = named(book.places, value)?.place ?? value;
        else if (field === 'profile') {
          const found = named(choices.approved, value);
          if (found === undefined) problems.push({ field, message: `there are no storage limits ${value}` });
          else plan[field] = found.value;
        } else if (field === 'lots' || field === 'waypoints')
          plan[field] = value.split(';').map((each) => each.trim());
        else if (field.startsWith('planned')) plan[field] = new Date(value).toISOString();
        else plan[field] = value;
      }
      return [{ line: index + 1, plan: problems.length > 0 ? null : plan, problems }];
    }),
  );
}
