import type { Profile } from './profile.ts';
import type { Samples } from './samples.ts';
import { placeAfter } from './series.ts';
import type { Finding } from './signals/finding.ts';
import { holdEnd } from './timeline.ts';
import { duration, moment, quantity } from './wording.ts';

/** What one sensor of the goods read while it was with them. */
export type SensorRecord = {
  readonly device: string;
  /** The time in which it was judged. */
  readonly from: number;
  readonly to: number;
  readonly samples: Samples;
  readonly profile: Profile;
};

/** Where two sensors of the goods differ by more than their profile's set difference, each reading held as in judging. */
export function disagreementsOf(records: readonly SensorRecord[]): Finding[] {
  return records
    .flatMap((one, index) => records.slice(index + 1).flatMap((other) => between(one, other)))
    .sort((a, b) => a.from - b.from);
}

function between(one: SensorRecord, other: SensorRecord): Finding[] {
  const limit = one.profile.sensorsDifferByCelsius;
  if (limit === null || one.device === other.device) return [];
  const found: Finding[] = [];
  let from: number | null = null;
  let widest = 0;
  for (const at of [...new Set([...turnsOf(one), ...turnsOf(other)])].sort((a, b) => a - b)) {
    const [a, b] = [valueAt(one, at), valueAt(other, at)];
    const difference = a === null || b === null ? 0 : Math.abs(a - b);
    if (difference > limit) {
      from ??= at;
      widest = Math.max(widest, difference);
    } else if (from !== null) {
      found.push(findingOf(one, other, limit, from, at, widest));
      from = null;
      widest = 0;
    }
  }
  return found;
}

/** The moments at which what a sensor says may change: its readings, the ends of their holds, the end of its time. */
function turnsOf({ samples, profile, to }: SensorRecord): number[] {
  return [
    ...Array.from(samples).flatMap(({ at }, index) => [
      at,
      holdEnd(at, samples.at(index + 1)?.at ?? Infinity, profile),
    ]),
    to,
  ].filter((at) => at <= to);
}

/** What a sensor says at a moment: the reading that holds from then on, the higher of several; null in a gap. */
function valueAt({ from, to, samples, profile }: SensorRecord, at: number): number | null {
  if (at < from || at >= to) return null;
  const next = placeAfter(samples, at, true);
  const sample = next === 0 ? undefined : samples.at(next - 1);
  if (sample === undefined || sample.at < from) return null;
  return at < holdEnd(sample.at, samples.at(next)?.at ?? Infinity, profile) ? sample.values.at(-1)! : null;
}

function findingOf(
  { device: one }: SensorRecord,
  { device: other }: SensorRecord,
  limit: number,
  from: number,
  to: number,
  widest: number,
): Finding {
  return {
    kind: 'sensors-differ',
    subject: `${one} ${other}`,
    severity: 'minor',
    from,
    to,
    sentence: `Sensors ${one} and ${other} differed by up to ${quantity('temperature', Number(widest.toFixed(3)))} for ${duration(to - from)} from ${moment(from)} on; allowed ${quantity('temperature', limit)}.`,
  };
}
