import { type Entry, excursionsRecorded } from '../shipments/ledger.ts';
import { type Basis, freeze } from './freeze.ts';

/** What is known of goods that arrived: no excursion and a complete record, an excursion, or not enough yet. */
export type ArrivedAs = 'clean' | 'not-clean' | 'not-known-yet';

/**
 * Judges goods by their record so far. They are clean only if every check passes that needs nobody at the box; what is
 * unknown, such as a calibration, is never clean.
 */
export function arrivedAs(basis: Basis): ArrivedAs {
  if (hasExcursions(basis.entries)) return 'not-clean';
  const { recommendation, checks } = freeze(basis).document;
  const isClean = checks.every(
    ({ id, outcome }) => id === 'goods-identified' || outcome === 'pass' || outcome === 'not-applicable',
  );
  return isClean && recommendation === 'release' ? 'clean' : 'not-known-yet';
}

/** Whether an excursion was recorded and has not been withdrawn. */
export function hasExcursions(entries: readonly Entry[]): boolean {
  return [...excursionsRecorded(entries).values()].some(({ state }) => state !== 'withdrawn');
}
