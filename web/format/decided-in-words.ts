import type { DecidedLots } from '../../src/model/lot-fates.ts';
import { texts } from '../texts.ts';

/** A decision as the page names it: "Release part", or "Quarantine, reject part" where some lots are rejected. */
export function decidedInWords({ decision, rejected = [] }: Omit<DecidedLots, 'lots'>): string {
  return [texts.decisions[decision], ...(rejected.length === 0 ? [] : [texts.rejectPart])].join(', ');
}

/** A decision with the lots that it names: "Release part (A1), reject part (B1)". */
export function decidedLotsInWords({ decision, lots, rejected = [] }: DecidedLots): string {
  const named = (what: string, which: readonly string[]): string =>
    which.length === 0 ? what : `${what} (${which.join(', ')})`;
  return [
    named(texts.decisions[decision], lots),
    ...(rejected.length === 0 ? [] : [named(texts.rejectPart, rejected)]),
  ].join(', ');
}

/** A signed decision as the page names it: "Partly released", or "Quarantined, partly rejected". */
export function signedInWords({ decision, rejected = [] }: Omit<DecidedLots, 'lots'>): string {
  return [texts.statuses[decision], ...(rejected.length === 0 ? [] : [texts.partlyRejected])].join(', ');
}
