import { type DecidedLot, type LegAccount, lotNumberOf } from './leg-account.ts';
import { byNumber, pathsTo } from './paths.ts';

/** An earlier leg on which a lot was decided, and not released. */
export type KeptBefore = {
  readonly shipment: string;
  readonly fate: Exclude<DecidedLot['fate'], 'released'>;
};

/** Whether a lot was decided on a leg and not released. */
export function isKept({ decided = [] }: Pick<LegAccount, 'decided'>): boolean {
  return decided.some(({ fate }) => fate !== 'released');
}

/**
 * Where a lot, or with null any lot of the product, was not released on its way to a leg: on each path the decision on it
 * counts on the last leg that has one, and one on an earlier leg that was recorded after it. A lot that an earlier leg
 * does not name may be any of its lots. A link that proves nothing any more may still be true: until a person withdraws
 * it, it keeps what was decided there.
 */
export function keptBefore(
  last: LegAccount,
  legs: readonly LegAccount[],
  lot: string | null,
): readonly KeptBefore[] {
  const found = new Map<string, KeptBefore>();
  for (const { legs: way } of pathsTo(last, legs, lot, byNumber, false)) {
    let latest = -Infinity;
    for (const { leg, lot: there } of way.slice(0, -1).toReversed()) {
      const number = there === null ? null : lotNumberOf(there, leg.product);
      const about = (leg.decided ?? []).filter(
        (each) => number === null || each.lot === null || each.lot === number || each.lot === there,
      );
      for (const { fate, recordedAt } of about)
        if (fate !== 'released' && recordedAt > latest)
          found.set(JSON.stringify([leg.shipment, fate]), { shipment: leg.shipment, fate });
      latest = Math.max(latest, ...about.map(({ recordedAt }) => recordedAt));
    }
  }
  return [...found.values()];
}
