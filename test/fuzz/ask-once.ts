import type { Chance } from '../proof/chance.ts';

/** Asks once; says what became of it, or what is wrong. */
export type AskOnce = (chance: Chance) => Promise<{ became: string } | Found> | { became: string } | Found;

/** What went wrong, where something did; what was given stands in it, so that it can become a fixture. */
export type Found = { readonly what: string; readonly given: string };
