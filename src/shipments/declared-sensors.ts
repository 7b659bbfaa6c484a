import { type Entry, attachmentsRecorded } from './ledger.ts';
import type { Product } from '../model/product.ts';
import { fateInWords, moment } from '../model/wording.ts';
import { standsFor } from './stands-for.ts';

/** The sensors that were declared unfit, one sentence each; with a product, those that stand for it. */
export function declaredSensors(entries: readonly Entry[], product: Product | undefined): string[] {
  const own = new Set(
    attachmentsRecorded(entries)
      .filter((each) => product === undefined || standsFor(each, product))
      .map(({ device }) => device),
  );
  return entries.flatMap(({ fact, why, by }) =>
    fact.kind === 'sensor-declared' && own.has(fact.device)
      ? [
          `${fact.device} was declared ${fateInWords[fact.fate]} as of ${moment(fact.at)} by ${by} (${why.replace(/\.$/, '')}). Its later readings were not evaluated.`,
        ]
      : [],
  );
}
