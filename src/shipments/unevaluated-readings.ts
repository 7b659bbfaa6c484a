import { type Attachment, isSetAside } from './ledger.ts';
import { type Channel } from '../model/reading.ts';
import { type DeviceRecord, placeAfter, within } from '../evaluation/series.ts';
import type { Samples } from '../evaluation/samples.ts';
import { moment, quantity } from '../model/wording.ts';

/** The readings of one sensor of the goods while it was attached, with the part of that time that was evaluated. */
type Unevaluated = {
  readonly record: DeviceRecord;
  readonly attachment: Attachment;
  /** The channels that a deciding rule or the mean kinetic temperature uses. */
  readonly channels: readonly Channel[];
  /** The evaluated time. */
  readonly from: number;
  readonly to: number;
  /** The declared arrival; null before there is one. */
  readonly arrivedAt: number | null;
  readonly asOf: number;
};

/** Counts the readings outside the evaluated time, one sentence for each channel and reason. */
export function unevaluatedReadings({
  record: { series, unreadable },
  attachment: { device, since, detachedAt, declaredAt },
  channels,
  from,
  to,
  arrivedAt,
  asOf,
}: Unevaluated): string[] {
  const end = Math.min(asOf, detachedAt ?? asOf);
  const after = isSetAside({ since, declaredAt })
    ? 'of a file that was set aside'
    : declaredAt !== null && declaredAt <= to
      ? `after the declared failure of the sensor (${moment(declaredAt)})`
      : `after the declared arrival (${moment(arrivedAt ?? to)})`;
  const stretches = [
    { from: since, to: from - 1, why: `before the end of the start delay (${moment(from)})` },
    { from: to + 1, to: end, why: after },
  ];
  return stretches.flatMap((stretch) =>
    channels.flatMap((channel) => {
      const read = within(series.get(channel) ?? [], stretch);
      const texts = (unreadable.get(channel) ?? []).filter(
        ({ at }) => at >= stretch.from && at <= stretch.to && !hasSampleAt(read, at),
      ).length;
      const count = read.length + texts;
      if (count === 0) return [];
      const were = count === 1 ? 'reading' : 'readings';
      const said = [
        ...(read.length === 0 || channel === 'location' ? [] : [rangeOf(channel, read)]),
        ...(texts === 0 ? [] : [`${texts} unreadable`]),
      ];
      return [
        `${count} ${were} of ${channel} from ${device} ${stretch.why} ${count === 1 ? 'was' : 'were'} not evaluated${said.length === 0 ? '' : `: ${said.join(', ')}`}.`,
      ];
    }),
  );
}

function hasSampleAt(samples: Samples, at: number): boolean {
  return samples.at(placeAfter(samples, at, false))?.at === at;
}

function rangeOf(channel: Channel, samples: Samples): string {
  let [least, most] = [Infinity, -Infinity];
  for (const { values } of samples) {
    least = Math.min(least, values[0]!);
    most = Math.max(most, values.at(-1)!);
  }
  return least === most
    ? quantity(channel, least)
    : `${Number(least.toPrecision(7))} to ${quantity(channel, most)}`;
}
