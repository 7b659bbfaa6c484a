import { texts } from '../texts.ts';
import type { Entry } from './record.ts';

/**
 * A contradiction as it is said outside the audit trail: other shipments, which may be of another site, without their
 * numbers.
 */
export function withoutNumbers(entry: Entry, own: string): Entry {
  const legs = entry.fact['legs'] as readonly string[] | undefined;
  if (legs === undefined) return entry;
  const others = legs.filter((each) => each !== own).length;
  const named = [
    ...(legs.includes(own) ? [own] : []),
    ...(others === 0 ? [] : [texts.ledger.otherShipments(others)]),
  ];
  return { ...entry, fact: { ...entry.fact, legs: named } };
}
