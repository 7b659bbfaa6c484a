import type { FieldProblem } from '../../src/model/problems.ts';
import { planTexts } from '../texts/plan.ts';
import type { PlanRow } from './read-table.ts';

/** What the API says about the plans of a list; `item` is the place in the list. */
export type ItemProblem = FieldProblem & { readonly item: number };

/** The plans of a table in their order, as they are sent. */
export function plansOf(rows: readonly PlanRow[]): readonly object[] {
  return rows.flatMap(({ plan }) => (plan === null ? [] : [plan]));
}

/** Adds what the API says about the plans to the lines from which they come. */
export function withAnswers(rows: readonly PlanRow[], answers: readonly ItemProblem[]): readonly PlanRow[] {
  let item = -1;
  return rows.map((row) => {
    if (row.plan === null) return row;
    item++;
    const own = answers.filter((answer) => answer.item === item);
    return own.length === 0 ? row : { ...row, problems: [...row.problems, ...own] };
  });
}

/** A problem or a note as a sentence that names the field as people know it. */
export function problemInWords({ field, message }: FieldProblem): string {
  const [name = ''] = field.split(/[.[]/);
  const known: string = planTexts.fields[name as keyof typeof planTexts.fields] ?? field;
  return known === '' ? message : `${known}: ${message}`;
}
