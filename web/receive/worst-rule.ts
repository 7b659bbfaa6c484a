import type { Verdict } from '../shipment/record.ts';

/** The rule that a verdict is closest to failing, or that failed. `used` is the share of the allowed time; 1 is all. */
export type WorstRule = { readonly id: string; readonly hasFailed: boolean; readonly used: number };

/** Returns the worst rule of the deciding sensors; null where every value was in range, or nothing was evaluated. */
export function worstRule({ sensors }: Pick<Verdict, 'sensors'>): WorstRule | null {
  const rules = sensors
    .filter(({ decides }) => decides)
    .flatMap(({ judgement }) => judgement.rules)
    .map(({ id, outcome, observedSeconds, allowedSeconds }): WorstRule => {
      const observed = observedSeconds ?? 0;
      const hasFailed = outcome === 'fail';
      const share = (allowedSeconds ?? 0) > 0 ? observed / allowedSeconds! : 0;
      return { id, hasFailed, used: hasFailed ? Math.max(1, share) : share };
    })
    .sort((a, b) => Number(b.hasFailed) - Number(a.hasFailed) || b.used - a.used);
  const [worst] = rules;
  return worst === undefined || (!worst.hasFailed && worst.used === 0) ? null : worst;
}
