import { writtenVersion } from '../../src/model/written-version.ts';
import type { Verdict } from './record.ts';

/** What a verdict says of goods without an open alarm. Times are ISO 8601, durations seconds. */
type RangeSoFar =
  | { readonly kind: 'no-readings' }
  /** A rule was broken, and the goods are back within it since `since`; null if that is not known. */
  | {
      readonly kind: 'was-exceeded';
      /** With the profile that it is of, as who-storage@1:hot-15. */
      readonly rule: string;
      readonly since: string | null;
      readonly gaps: Gaps;
    }
  /** The mean kinetic temperature is above its limit, and no rule was broken. */
  | { readonly kind: 'mean-exceeded'; readonly gaps: Gaps }
  /** Outside a limit for less than is allowed: the rule of which most is used, and the share used. */
  | { readonly kind: 'partly-used'; readonly rule: string; readonly used: number; readonly gaps: Gaps }
  /** Every reading since `since` is in range; `to` is the end of the evaluated time. */
  | { readonly kind: 'in-range'; readonly since: string; readonly to: string; readonly gaps: Gaps };

/** The gaps of the sensor that has most of them. */
type Gaps = { readonly count: number; readonly seconds: number };

/** Sums up a verdict's sensors of the goods. Their excursions have ended, or there are none. */
export function rangeSoFar({ sensors }: Pick<Verdict, 'sensors'>): RangeSoFar {
  const own = sensors.filter(({ role }) => role === 'product').map(withOwnRules);
  const read = own.filter(({ channels }) => Object.values(channels).some(({ readings }) => readings > 0));
  if (read.length === 0) return { kind: 'no-readings' };
  const [gaps] = read
    .map(({ coverage }) => ({
      count: coverage.gaps.length,
      seconds: coverage.gaps.reduce((sum, { seconds }) => sum + seconds, 0),
    }))
    .sort((a, b) => b.seconds - a.seconds);
  // A rule or a mean that could not be evaluated fails as well, and nothing is known to be broken by it.
  const broken = read.flatMap(({ rules }) => rules.filter(({ firedAt }) => firedAt !== null))[0]?.id;
  if (broken !== undefined) {
    const ended = read.flatMap(({ excursions }) =>
      excursions.filter(({ rule }) => rule === broken).map(({ to }) => to),
    );
    const known = ended.filter((to) => to !== null);
    const since = known.length < ended.length ? null : (known.sort().at(-1) ?? null);
    return { kind: 'was-exceeded', rule: broken, since, gaps: gaps! };
  }
  if (
    read.some(({ meanKineticTemperature: mean }) => (mean?.celsius ?? -Infinity) > (mean?.limit ?? Infinity))
  )
    return { kind: 'mean-exceeded', gaps: gaps! };
  const [most] = read
    .flatMap(({ rules, excursions }) =>
      rules.flatMap(({ id, observedSeconds, allowedSeconds }) =>
        (observedSeconds ?? 0) > 0 && (allowedSeconds ?? 0) > 0 && excursions.every(({ rule }) => rule !== id)
          ? [{ rule: id, used: observedSeconds! / allowedSeconds! }]
          : [],
      ),
    )
    .sort((a, b) => b.used - a.used);
  if (most !== undefined) return { kind: 'partly-used', ...most, gaps: gaps! };
  const begins = read.map(({ span }) => span.from).sort();
  const ends = read
    .flatMap(({ excursions }) => excursions.flatMap(({ to }) => (to === null ? [] : [to])))
    .sort();
  return {
    kind: 'in-range',
    since: ends.at(-1) ?? begins[0]!,
    to: read
      .map(({ span }) => span.to)
      .sort()
      .at(-1)!,
    gaps: gaps!,
  };
}

/** What a sensor was found to be, with the rules as products with other limits have them: by profile and id. */
function withOwnRules({
  profile,
  judgement,
}: Verdict['sensors'][number]): Verdict['sensors'][number]['judgement'] {
  const idOf = (rule: string): string => `${writtenVersion(profile)}:${rule}`;
  return {
    ...judgement,
    rules: judgement.rules.map((rule) => ({ ...rule, id: idOf(rule.id) })),
    excursions: judgement.excursions.map((each) => ({ ...each, rule: idOf(each.rule) })),
  };
}
