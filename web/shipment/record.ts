import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Answer, call } from '../api/client.ts';
import type { ChartData } from '../chart/chart.tsx';
import { lineOf } from '../chart/line.ts';
import type { Stretch } from '../chart/shared.ts';
import type { Formats } from '../format/formats.ts';
import { texts } from '../texts.ts';

export type Shown = Answer<'showShipment'>;
export type Verdict = Answer<'getVerdict'>;
export type Entry = Answer<'listLedger'>['items'][number];
export type Series = Extract<Answer<'getReadings'>, { channel: string; points: [number, number][] }>;
export type Track = Extract<Answer<'getReadings'>, { channel: 'location' }>;
type SensorVerdict = Verdict['sensors'][number];

/** Which channels are asked for, and how many points of each at most. */
export type Wanted = readonly (readonly [channel: string, points: number])[];
/** As many points as the API gives: a chart is zoomed without asking again. */
export const everything: Wanted = [
  ['temperature', 50_000],
  ['pressure', 20_000],
  ['humidity', 20_000],
  ['location', 4000],
];
const renewEveryMs = 50_000;

/** What the sensors of a shipment read, by channel and sensor; those without a reading are left out. */
export function useRecord(
  shipment: string,
  devices: readonly string[],
  isUnderWay: boolean,
  wanted: Wanted = everything,
): { series: readonly Series[]; tracks: readonly Track[]; isWaiting: boolean; error: Error | null } {
  return useQueries({
    queries: devices.flatMap((device) =>
      wanted.map(([channel, points]) => ({
        queryKey: ['shipment', shipment, 'getReadings', device, channel, points],
        queryFn: async () => {
          const answer = await call('getReadings', {
            path: { shipment },
            query: { device, channel, points },
          });
          performance.mark(`coldwatch:arrived:${channel}`);
          return answer;
        },
        refetchInterval: isUnderWay ? renewEveryMs : (false as const),
        staleTime: 20_000,
      })),
    ),
    combine: collected,
  });
}

function collected(results: UseQueryResult<Answer<'getReadings'>>[]) {
  const read = results.flatMap(({ data }) => (data === undefined || data.points.length === 0 ? [] : [data]));
  return {
    series: read.filter((each): each is Series => each.channel !== 'location'),
    tracks: read.filter((each): each is Track => each.channel === 'location'),
    isWaiting: results.some(({ isPending }) => isPending),
    error: results.find(({ error }) => error !== null)?.error ?? null,
  };
}

/** The charts of a shipment: a channel each, of one sensor or (null) of all that are in the goods or around them. */
export function useCharts(
  series: readonly Series[],
  verdict: Verdict | undefined,
  shown: Shown,
  entries: readonly Entry[],
  profile: Answer<'showProfile'> | undefined,
  sensor: string | null,
  formats: Formats,
): readonly ChartData[] {
  return useMemo(() => {
    const own = series.filter(({ device }) => sensor === null || device === sensor);
    const extent = extentOf(own, verdict, sensor);
    return ['temperature', 'pressure', 'humidity'].flatMap((channel): ChartData[] => {
      const convert = channel === 'temperature' ? formats.degrees : (value: number) => value;
      const lines = own
        .filter((each) => each.channel === channel)
        .map(({ device, points }) => lineOf(device, points, gapsOf(verdict, device, channel), convert));
      if (lines.length === 0) return [];
      const limits = limitsOf(profile, channel);
      const rules = new Map(limits.map(({ rule }) => [rule, channel]));
      return [
        {
          channel,
          lines,
          extent,
          excursions: sensorsOf(verdict, sensor).flatMap(({ judgement }) =>
            judgement.excursions
              .filter(({ rule }) => rules.has(rule))
              .map(({ from, to }) => ({
                from: Date.parse(from),
                to: to === null ? extent.to : Date.parse(to),
              })),
          ),
          // Together a gap is one that every line has; hatched is what each sensor alone did not see.
          gaps: lines.flatMap(({ device }) => gapsOf(verdict, device, channel)),
          late: lateOf(entries, sensor),
          limits: distinct(
            limits.map(({ value }) => ({
              value: convert(value),
              text: texts.chart.limit(formats.quantity(channel, value)),
            })),
          ),
          departedAt: shown.departedAt === null ? null : Date.parse(shown.departedAt),
          arrivedAt: shown.arrivedAt === null ? null : Date.parse(shown.arrivedAt),
        },
      ];
    });
  }, [series, verdict, shown.departedAt, shown.arrivedAt, entries, profile, sensor, formats]);
}

/** Verdicts of the sensors that are looked at. */
export function sensorsOf(verdict: Verdict | undefined, sensor: string | null): readonly SensorVerdict[] {
  return (verdict?.sensors ?? []).filter(({ device, role }) =>
    sensor === null ? role === 'product' : device === sensor,
  );
}

/** The gaps of a sensor's channel, by its verdict. */
export function gapsOf(verdict: Verdict | undefined, device: string, channel: string): Stretch[] {
  return (verdict?.sensors ?? [])
    .filter((each) => each.device === device)
    .flatMap(({ judgement }) => judgement.channels[channel]?.coverage.gaps ?? [])
    .map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }));
}

function extentOf(series: readonly Series[], verdict: Verdict | undefined, sensor: string | null): Stretch {
  const spans = sensorsOf(verdict, sensor).map(({ judgement }) => judgement.span);
  const times = [
    ...series.flatMap(({ points }) => [points[0]![0], points.at(-1)![0]]),
    ...(series.length === 0 ? [] : spans.flatMap(({ from, to }) => [Date.parse(from), Date.parse(to)])),
  ];
  const [from, to] = [Math.min(...times), Math.max(...times)];
  return { from, to: Math.max(to, from + 60_000) };
}

/** Readings that came after a time without contact, as the ledger has them. */
function lateOf(entries: readonly Entry[], sensor: string | null): Stretch[] {
  return entries.flatMap(({ fact }) => {
    const { kind, device, late } = fact as {
      kind: string;
      device?: string;
      late?: { from: number; to: number } | null;
    };
    if (kind !== 'contact-restored' || late == null || (sensor !== null && device !== sensor)) return [];
    return [{ from: late.from, to: late.to }];
  });
}

type WrittenRule = {
  readonly id: string;
  readonly channel: string;
  readonly ratePerMinuteOver?: string;
  readonly outside?: { readonly low: number; readonly high: number };
} & { readonly [kind in 'above' | 'below' | 'atLeast' | 'atMost']?: number };

/** The limits on values of a channel, as the profile has them. */
export function limitsOf(
  shown: Answer<'showProfile'> | undefined,
  channel: string,
): readonly { readonly rule: string; readonly value: number }[] {
  const rules = (shown?.profile['rules'] ?? []) as WrittenRule[];
  return rules.flatMap((rule) => {
    if (rule.channel !== channel || rule.ratePerMinuteOver != null) return [];
    const { above, below, atLeast, atMost, outside } = rule;
    return [above, below, atLeast, atMost, outside?.low, outside?.high].flatMap((value) =>
      value === undefined ? [] : [{ rule: rule.id, value }],
    );
  });
}

function distinct<Limit extends { readonly text: string }>(limits: readonly Limit[]): readonly Limit[] {
  return limits.filter(({ text }, index) => limits.findIndex((each) => each.text === text) === index);
}
