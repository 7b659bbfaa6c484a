import { planTexts } from '../texts/plan.ts';

/** What is wrong with a field of a line; the field is empty where the line as a whole is refused. */
export type FieldProblem = { readonly field: string; readonly message: string };
/** A line of a table as it was read: its plan in the form of the API, null where it cannot be read. */
export type ReadRow = {
  readonly line: number;
  readonly plan: { readonly [field: string]: unknown } | null;
  readonly problems: readonly FieldProblem[];
};
/** What the API says about the plans of a list; `item` is the place in the list. */
export type ItemProblem = FieldProblem & { readonly item: number };

/** The plans of a table in their order, as they are sent. */
export function plansOf(rows: readonly ReadRow[]): readonly object[] {
  return rows.flatMap(({ plan }) => (plan === null ? [] : [plan]));
}

/** Adds what the API says about the plans to the lines from which they come. */
export function withAnswers(rows: readonly ReadRow[], answers: readonly ItemProblem[]): readonly ReadRow[] {
  let item = -1;
  return rows.map((row) => {
    if (row.plan === null) return row;
    item++;
    const own = answers.filter((answer) => answer.item === item);
    return own.length === 0 ? row : { ...row, problems: [...row.problems, ...own] };
  });
}

/** A problem as a sentence that names the field as people know it. */
export function problemInWords({ field, message }: FieldProblem): string {
  const [name = ''] = field.split(/[.[]/);
  const known: string = planTexts.fields[name as keyof typeof planTexts.fields] ?? field;
  return known === '' ? message : `${known}: ${message}`;
}

/** The names of a plan's places of which no area is known, so that positions are not compared with them. */
export function placesWithoutArea(plan: ReadRow['plan']): readonly string[] {
  const { origin, destination, waypoints } = plan ?? {};
  const places = [origin, ...(Array.isArray(waypoints) ? (waypoints as unknown[]) : []), destination];
  return places.filter((place): place is string => typeof place === 'string');
}
