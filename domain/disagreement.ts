import type { Attachment } from './ledger.ts';
import type { Profile } from './profile.ts';
import type { Sample } from './series.ts';
import type { Finding } from './signals/finding.ts';
import { holdEnd } from './timeline.ts';
import { duration, moment, quantity } from './wording.ts';

/** What one sensor of the goods read while it was with them. */
export type SensorRecord = {
  readonly attachment: Attachment;
  readonly samples: readonly Sample[];
  readonly profile: Profile;
};

/** Where two sensors of the goods differ by more than their profile's set difference, each reading held as in judging. */
export function disagreementsOf(records: readonly SensorRecord[], asOf: number): Finding[] {
  return records
    .flatMap((one, index) => records.slice(index + 1).flatMap((other) => between(one, other, asOf)))
    .sort((a, b) => a.from - b.from);
}

function between(one: SensorRecord, other: SensorRecord, asOf: number): Finding[] {
  const limit = one.profile.sensorsDifferByCelsius;
  if (limit === null || one.attachment.device === other.attachment.device) return [];
  const found: Finding[] = [];
  let from: number | null = null;
  let widest = 0;
  const end = (to: number | null): void => {
    if (from === null) return;
    found.push(findingOf(one, other, limit, from, to, widest, asOf));
    from = null;
    widest = 0;
  };
  const times = new Set([...one.samples, ...other.samples].map(({ at }) => at));
  for (const at of [...times].filter((time) => time <= asOf).sort((a, b) => a - b)) {
    const [a, b] = [valueAt(one, at), valueAt(other, at)];
    const difference = a === null || b === null ? 0 : Math.abs(a - b);
    if (difference > limit) {
      from ??= at;
      widest = Math.max(widest, difference);
    } else end(at);
  }
  end(null);
  return found;
}

/** What a sensor says at a moment: the reading that holds then, the higher of several; null in a gap. */
function valueAt({ attachment, samples, profile }: SensorRecord, at: number): number | null {
  if (at < attachment.since || at > (attachment.detachedAt ?? Infinity)) return null;
  if (attachment.declaredAt !== null && at >= attachment.declaredAt) return null;
  let low = 0;
  for (let high = samples.length; low < high;) {
    const middle = (low + high) >> 1;
    if (samples[middle]!.at <= at) low = middle + 1;
    else high = middle;
  }
  const sample = samples[low - 1];
  if (sample === undefined) return null;
  const until = holdEnd(sample.at, samples[low]?.at ?? Infinity, profile);
  return at < until || at === sample.at ? sample.values.at(-1)! : null;
}

function findingOf(
  { attachment: one }: SensorRecord,
  { attachment: other }: SensorRecord,
  limit: number,
  from: number,
  to: number | null,
  widest: number,
  asOf: number,
): Finding {
  const lasted = duration((to ?? asOf) - from);
  return {
    kind: 'sensors-differ',
    subject: `${one.device} ${other.device}`,
    severity: 'minor',
    from,
    to,
    sentence: `Sensors ${one.device} and ${other.device} differed by up to ${quantity('temperature', widest)} for ${lasted} from ${moment(from)} on; allowed ${quantity('temperature', limit)}.`,
  };
}
