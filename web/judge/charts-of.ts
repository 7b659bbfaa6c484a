import type { Input } from '../../src/evaluation/record-of-files.ts';
import type { Samples } from '../../src/evaluation/samples.ts';
import { type ScalarChannel, scalarChannels } from '../../src/model/reading.ts';
import type { RecordVerdict } from '../../src/model/verdict.ts';
import type { ChartData } from '../chart/chart-data.ts';
import { lineOf } from '../chart/line.ts';
import type { Formats } from '../format/formats.ts';
import { isOf, limitsOf, maxGapMsOf } from '../shipment/profile-limits.ts';
import type { UsableProfile } from './profiles.ts';

const chartChannels = scalarChannels.filter((channel) => channel !== 'battery');

/** The charts of a record, one for each channel that was read, with what a verdict found in it. */
export function chartsOf(
  { record, files }: Input,
  verdict: RecordVerdict,
  { json }: UsableProfile,
  formats: Formats,
): readonly ChartData[] {
  const device = files.map(({ name }) => name).join(', ');
  const profile = { profile: json };
  const [from, to] = [Date.parse(verdict.span.from), Date.parse(verdict.span.to)];
  const extent = { from, to: Math.max(to, from + 60_000) };
  return chartChannels.flatMap((channel): ChartData[] => {
    const samples = record.series.get(channel);
    if (samples === undefined) return [];
    const gaps = (verdict.channels[channel]?.coverage.gaps ?? []).map((gap) => ({
      from: Date.parse(gap.from),
      to: Date.parse(gap.to),
    }));
    const convert = channel === 'temperature' ? formats.degrees : (value: number) => value;
    return [
      {
        channel,
        lines: [lineOf(device, pointsOf(samples), { gaps, maxGapMs: maxGapMsOf(profile) }, convert)],
        extent,
        excursions: verdict.excursions
          .filter(({ rule }) => isOf(channel, rule, profile))
          .map((each) => ({
            from: Date.parse(each.from),
            to: each.to === null ? extent.to : Date.parse(each.to),
          })),
        gaps,
        late: [],
        limits: linesOf(channel, limitsOf(profile, channel), convert, formats),
        journey: null,
      },
    ];
  });
}

/** Every value that was read; a time may have several. */
function pointsOf(samples: Samples): (readonly [number, number])[] {
  return [...samples].flatMap(({ at, values }) => values.map((value) => [at, value] as const));
}

function linesOf(
  channel: ScalarChannel,
  limits: readonly number[],
  convert: (value: number) => number,
  formats: Formats,
): ChartData['limits'] {
  return [...new Set(limits)].map((value) => ({
    value: convert(value),
    text: formats.quantity(channel, value),
  }));
}
