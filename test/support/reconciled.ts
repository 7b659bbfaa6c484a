import type { Excursion } from '../../src/evaluation/excursion.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { NewEntry } from '../../src/shipments/ledger.ts';
import { type Evaluated, reconcile } from '../../src/shipments/reconcile-excursions.ts';
import { at, ledger } from './facts.ts';
import { minute, profile, rule } from './series.ts';

const limit = { kind: 'above', limit: 8 } as const;
const byMinutes = { milliseconds: 20 * minute, firesWhen: 'reached' } as const;
const warm = rule({ id: 'warm', limit, allowance: { mode: 'consecutive', ...byMinutes } });
const sum = rule({ id: 'sum', limit, severity: 'critical', allowance: { mode: 'cumulative', ...byMinutes } });
const position = { latitude: 1, longitude: 2, at: at(1) };

/** An excursion computed from the record: rule "warm", fired 20 minutes after it began. */
export function computed(from: number, to: number | null, fields: Partial<Excursion> = {}): Excursion {
  return {
    rule: 'warm',
    from: at(from),
    to: to === null ? null : at(to),
    endedBy: to === null ? null : 'in-range',
    firedAt: at(from + 20),
    observedMs: 20 * minute,
    peak: 9,
    ...fields,
  };
}

/** Returns the entries recorded for device "lid" after these ledger events. */
export function reconciled(
  before: readonly LedgerEvent[],
  now: readonly Excursion[],
  fields: Partial<Evaluated> = {},
): NewEntry[] {
  return reconcile(now, ledger(...before), {
    device: 'lid',
    position,
    profile: profile(warm, sum),
    since: at(-60),
    before: Infinity,
    asOf: at(600),
    isDeclared: false,
    endsAt: () => null,
    name: (id, from) => `${id} ${(from - at(0)) / minute}`,
    ...fields,
  });
}

/** An entry recorded for it, at the position of the device. */
export const put = (why: string, fact: LedgerEvent): NewEntry => ({
  why,
  fact: { ...fact, position } as LedgerEvent,
});
