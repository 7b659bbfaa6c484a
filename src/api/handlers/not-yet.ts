import { RequestRefused } from '../http/problem.ts';

// Scaffolding of this branch: it must be gone before anything is merged.
export function notYet<Name extends string>(names: readonly Name[]) {
  return Object.fromEntries(
    names.map((name) => [
      name,
      async (): Promise<never> => {
        throw new RequestRefused(404, `${name} is not there yet.`);
      },
    ]),
  ) as { [name in Name]: () => Promise<never> };
}
