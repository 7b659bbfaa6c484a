import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type MeasuredChannel, scalarChannels } from '../../src/model/reading.ts';
import { call } from '../api/client.ts';
import { renewed } from '../api/renewed.ts';
import type { ChartData } from '../chart/chart-data.ts';
import { lineOf } from '../chart/line.ts';
import type { Stretch } from '../chart/shared.ts';
import type { Formats } from '../format/formats.ts';
import { type Profile, profileOf } from '../profiles/profile-versions.ts';
import { isOf, limitsOf, maxGapMsOf } from './profile-limits.ts';
import type { Shown } from './shown.ts';
import type { Answer } from '../api/answer.ts';
export type Verdict = Answer<'getVerdict'>;
export type Entry = Answer<'listLedger'>['items'][number];
export type Series = Extract<Answer<'getReadings'>, { channel: string; points: [number, number][] }>;
export type Track = Extract<Answer<'getReadings'>, { channel: 'location' }>;
type SensorVerdict = Verdict['sensors'][number];

/** The placeholder until the ledger has been loaded. */
export const noEntries: readonly Entry[] = [];

/** The channels to request, with the maximum number of points of each. */
export type Wanted = readonly (readonly [channel: string, points: number])[];
/**
 * The points of each channel that the page draws; null if it draws none. They are as many as the API returns, so that
 * zooming needs no further request.
 */
const pointsOf: Readonly<Record<MeasuredChannel, number | null>> = {
  temperature: 50_000,
  pressure: 20_000,
  humidity: 20_000,
  battery: null,
  location: 4000,
};
export const everything: Wanted = Object.entries(pointsOf).flatMap(([channel, points]) =>
  points === null ? [] : [[channel, points] as const],
);
const chartChannels = scalarChannels.filter((channel) => pointsOf[channel] !== null);
const renewEveryMs = 50_000;

/** Returns the readings of a shipment's sensors by channel and sensor; sensors without readings are left out. */
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
        queryFn: () => call('getReadings', { path: { shipment }, query: { device, channel, points } }),
        refetchInterval: renewed(isUnderWay && renewEveryMs),
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

/**
 * Returns the charts of a shipment, one per channel, for one sensor or (null) all of them. Without a verdict there are
 * none: the verdict knows the gaps, and drawing a line across a gap would be wrong.
 */
export function useCharts(
  series: readonly Series[],
  verdict: Verdict | undefined,
  shown: Shown,
  entries: readonly Entry[],
  profiles: readonly Profile[],
  sensor: string | null,
  formats: Formats,
): readonly ChartData[] {
  return useMemo(() => {
    if (verdict === undefined || profiles.length === 0) return [];
    const own = series.filter(({ device }) => sensor === null || device === sensor);
    const inspected = sensorsOf(verdict, sensor);
    const extent = extentOf(own, inspected);
    return chartChannels.flatMap((channel): ChartData[] => {
      const convert = channel === 'temperature' ? formats.degrees : (value: number) => value;
      const lines = own
        .filter((each) => each.channel === channel)
        .map(({ device, points }) =>
          lineOf(device, points, holesOf(verdict, profiles, device, channel), convert),
        );
      if (lines.length === 0) return [];
      return [
        {
          channel,
          lines,
          extent,
          excursions: inspected.flatMap(({ profile, judgement }) =>
            judgement.excursions
              .filter(({ rule }) => isOf(channel, rule, profileOf(profiles, profile)))
              .map(({ from, to }) => ({
                from: Date.parse(from),
                to: to === null ? extent.to : Date.parse(to),
              })),
          ),
          gaps: lines.flatMap(({ device }) => gapsOf(verdict, device, channel)),
          late: lateOf(entries, sensor),
          limits: distinct(
            inspected
              .flatMap(({ profile }) => limitsOf(profileOf(profiles, profile), channel))
              .map((value) => ({
                value: convert(value),
                text: formats.quantity(channel, value),
              })),
          ),
          journey: {
            departedAt: timeOf(shown.departedAt ?? shown.inferredDepartedAt),
            arrivedAt: timeOf(shown.arrivedAt ?? shown.inferredArrivedAt),
          },
        },
      ];
    });
  }, [
    series,
    verdict,
    shown.departedAt,
    shown.inferredDepartedAt,
    shown.arrivedAt,
    shown.inferredArrivedAt,
    entries,
    profiles,
    sensor,
    formats,
  ]);
}

function timeOf(moment: string | null): number | null {
  return moment === null ? null : Date.parse(moment);
}

/** Returns the verdicts of the selected sensors. */
export function sensorsOf(verdict: Verdict | undefined, sensor: string | null): readonly SensorVerdict[] {
  return (verdict?.sensors ?? []).filter(({ device, role }) =>
    sensor === null ? role === 'product' : device === sensor,
  );
}

/**
 * Returns when a sensor's channel has no readings: the gaps of its verdict, and the longest time that its profile
 * allows.
 */
export function holesOf(
  verdict: Verdict | undefined,
  profiles: readonly Profile[],
  device: string,
  channel: string,
): { gaps: readonly Stretch[]; maxGapMs: number } {
  const own = verdict?.sensors.find((each) => each.device === device)?.profile;
  const maxGapMs = maxGapMsOf(own === undefined ? undefined : profileOf(profiles, own));
  return { gaps: gapsOf(verdict, device, channel), maxGapMs };
}

/** Returns the gaps of a sensor's channel according to its verdict. */
export function gapsOf(verdict: Verdict | undefined, device: string, channel: string): Stretch[] {
  return (verdict?.sensors ?? [])
    .filter((each) => each.device === device)
    .flatMap(({ judgement }) => judgement.channels[channel]?.coverage.gaps ?? [])
    .map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }));
}

function extentOf(series: readonly Series[], inspected: readonly SensorVerdict[]): Stretch {
  const spans = series.length === 0 ? [] : inspected.map(({ judgement }) => judgement.span);
  const times = [
    ...series.flatMap(({ points }) => [points[0]![0], points.at(-1)![0]]),
    ...spans.flatMap(({ from, to }) => [Date.parse(from), Date.parse(to)]),
  ];
  const [from, to] = [Math.min(...times), Math.max(...times)];
  return { from, to: Math.max(to, from + 60_000) };
}

/** Returns the times whose readings arrived late, after a time without contact, according to the ledger. */
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

function distinct<Limit extends { readonly text: string }>(limits: readonly Limit[]): readonly Limit[] {
  return limits.filter(({ text }, index) => limits.findIndex((each) => each.text === text) === index);
}
