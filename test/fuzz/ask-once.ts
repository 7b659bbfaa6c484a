import type { Chance } from '../proof/chance.ts';

/** Makes one attempt; returns its outcome, or what is wrong. */
export type AskOnce = (chance: Chance) => Promise<{ became: string } | Found> | { became: string } | Found;

/** What went wrong, with the input that caused it, so that it can become a fixture. */
export type Found = { readonly what: string; readonly given: string };
