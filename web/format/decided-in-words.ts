import { type DecidedLots, fatesInWords, lotFatesOf } from '../../src/model/lot-fates.ts';
import type { Product } from '../../src/model/product.ts';
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

/** A signed decision with the lots that it names: "Partly released: A1; partly rejected: B1". */
export function signedWithLots({ decision, lots, rejected = [] }: DecidedLots): string {
  return [
    { what: texts.statuses[decision], which: lots },
    ...(rejected.length === 0 ? [] : [{ what: texts.partlyRejected, which: rejected }]),
  ]
    .map(({ what, which }) => (which.length === 0 ? what : `${what}: ${which.join(', ')}`))
    .join('; ');
}

/** A signed decision with the lots of each fate: "Partly released: A1; partly rejected: B1; in quarantine: A2". */
export function signedLotsInWords(products: readonly Product[], decided: DecidedLots): string {
  const { decision, lots, rejected = [] } = decided;
  const status = texts.statuses[decision];
  if (lots.length === 0 && rejected.length === 0) return status;
  const kept = lotFatesOf(products, decided)
    .filter(({ fate }) => fate === 'quarantined')
    .map(({ key, product }) => key ?? (products.length > 1 ? product.name : texts.otherLots));
  const isKept = decision === 'quarantined';
  return [
    { what: status, which: isKept ? kept : lots },
    { what: texts.partlyRejected, which: rejected },
    { what: fatesInWords.quarantined, which: isKept ? [] : kept },
  ]
    .filter(({ which }) => which.length > 0)
    .map(({ what, which }) => `${what}: ${which.join(', ')}`)
    .join('; ');
}
