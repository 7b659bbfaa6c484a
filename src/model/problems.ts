import type * as z from 'zod/mini';

/** The problems of something that a person wrote, each with its field, as "rules[0].for: must be ...". */
export function problemsOf(error: { issues: readonly z.core.$ZodIssue[] }, whole: string): string[] {
  return fieldProblemsOf(error).map(({ field, message }) => `${field || whole}: ${message}`);
}

/** What is wrong with a field; the field is empty where it is about the whole. */
export type FieldProblem = { readonly field: string; readonly message: string };

/** The same problems with their fields apart. */
export function fieldProblemsOf(error: { issues: readonly z.core.$ZodIssue[] }): FieldProblem[] {
  return error.issues.map((issue) => {
    const field = fieldOf(issue.path);
    if (issue.code !== 'unrecognized_keys') return { field, message: issue.message };
    return { field, message: `unknown field ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}` };
  });
}

/** The name of a field, as "rules[0].for"; empty for the whole. */
export function fieldOf(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** The message for a value that is not what it must be; a value left out is reported as missing. */
export function must(be: string): { error: (issue: { readonly input?: unknown }) => string } {
  return { error: ({ input }) => (input === undefined ? `is missing; ${be}` : be) };
}

/** Names as a choice, for messages: "info, minor or major". */
export function oneOf(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
