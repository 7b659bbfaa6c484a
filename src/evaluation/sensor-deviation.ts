import type { Profile } from '../model/profile.ts';
import type { Samples } from './samples.ts';
import type { UnreadableSample } from './series.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { timelineOf } from './timeline.ts';
import { duration, moment, quantity } from '../model/wording.ts';

/** What one of the goods' sensors read while it was with them. */
export type SensorRecord = {
  readonly device: string;
  /** The time in which the sensor was evaluated. */
  readonly from: number;
  readonly to: number;
  readonly samples: Samples;
  readonly unreadable: readonly UnreadableSample[];
  readonly profile: Profile;
};

/**
 * Reports when two of the goods' sensors differ by more than their profile allows. Readings have the same validity as
 * in the evaluation.
 */
export function sensorDeviationsOf(records: readonly SensorRecord[]): Diagnostic[] {
  return records
    .flatMap((one, index) => records.slice(index + 1).flatMap((other) => between(one, other)))
    .sort((a, b) => a.from - b.from);
}

function between(one: SensorRecord, other: SensorRecord): Diagnostic[] {
  const limit = one.profile.sensorsDifferByCelsius;
  if (limit === null || one.device === other.device) return [];
  const found: Diagnostic[] = [];
  let from: number | null = null;
  let widest = 0;
  const stretches = [stretchesOf(one), stretchesOf(other)] as const;
  const [first, second] = [sayingOf(stretches[0]), sayingOf(stretches[1])];
  // The moments at which either value may change, and the ends of the sensors' times.
  const turns = new Set([one.to, other.to, ...stretches.flat().flatMap((each) => [each.from, each.to])]);
  for (const at of [...turns].sort((a, b) => a - b)) {
    const [a, b] = [first(at), second(at)];
    const difference = a === null || b === null ? 0 : Math.abs(a - b);
    if (difference > limit) {
      from ??= at;
      widest = Math.max(widest, difference);
    } else if (from !== null) {
      found.push(diagnosticOf(one, other, limit, from, at, widest));
      from = null;
      widest = 0;
    }
  }
  return found;
}

/** The validity of a reading, in degrees Celsius; of several values, the higher. */
type Stretch = { readonly from: number; readonly to: number; readonly celsius: number };

/** A sensor's values while it was with the goods. Gaps and unreadable values are left out. */
function stretchesOf({ samples, unreadable, profile, from, to }: SensorRecord): Stretch[] {
  const { moments } = timelineOf(samples, unreadable, from, Infinity, profile);
  return Array.from(moments).flatMap(({ at, sample, unreadable: text, until }) =>
    sample === null || text !== null || at < from || at >= to
      ? []
      : [{ from: at, to: Math.min(until, to), celsius: sample.values.at(-1)! }],
  );
}

/** Returns a function that gives the sensor's value at moments queried in rising order; null where it has none. */
function sayingOf(stretches: readonly Stretch[]): (at: number) => number | null {
  let place = 0;
  return (at) => {
    while (stretches[place + 1] !== undefined && stretches[place + 1]!.from <= at) place++;
    const own = stretches[place];
    return own !== undefined && own.from <= at && at < own.to ? own.celsius : null;
  };
}

function diagnosticOf(
  { device: one }: SensorRecord,
  { device: other }: SensorRecord,
  limit: number,
  from: number,
  to: number,
  widest: number,
): Diagnostic {
  return {
    kind: 'sensors-differ',
    subject: `${one} ${other}`,
    severity: 'minor',
    from,
    to,
    sentence: `Sensors ${one} and ${other} differed by up to ${quantity('temperature', Number(widest.toFixed(3)))} for ${duration(to - from)} from ${moment(from)} (allowed: ${quantity('temperature', limit)}).`,
  };
}
