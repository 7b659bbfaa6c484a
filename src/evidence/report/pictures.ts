import { withoutFaultCodes } from '../../evaluation/classify-samples.ts';
import type { Point } from '../../evaluation/downsample.ts';
import { isNullIsland } from '../../evaluation/route.ts';
import { recordOf } from '../../evaluation/series.ts';
import type { LimitRule, Profile } from '../../model/profile.ts';
import { type Reading, type ScalarChannel, isUnreadable } from '../../model/reading.ts';
import type { Chart } from './chart.ts';
import { type ReportData, type ReportSensor, onceEach } from './report-data.ts';
import type { RouteMap } from './route-map.ts';

/** The chart of one channel, over the evaluated time of the sensors that decide; null if none of them measured it. */
export function chartOf({ sensors, journey, verdict }: ReportData, channel: ScalarChannel): Chart | null {
  const shown = sensors.filter(
    ({ verdict: own, readings }) => own.decides && readings.some((reading) => reading.channel === channel),
  );
  if (shown.length === 0) return null;
  const spans = shown.map(({ verdict: { judgement } }) => judgement.span);
  const worst = shown.find(({ verdict: own }) => own.device === verdict.worst) ?? shown[0]!;
  const rules = shown.flatMap(({ profile }) => profile.rules).filter((rule) => isShown(rule, channel));
  const span = {
    from: Math.min(...spans.map(({ from }) => Date.parse(from))),
    to: Math.max(...spans.map(({ to }) => Date.parse(to))),
  };
  return {
    channel,
    ...span,
    // A sensor that stands for several products is drawn once.
    lines: onceEach(shown).map(({ attachment, profile, readings }) => ({
      name: attachment.device,
      stretches: stretchesOf(readings, channel, profile.maxGapMs),
    })),
    limits: rules.flatMap(({ limit }) =>
      limit.kind === 'outside' ? [limit.low, limit.high] : [limit.limit],
    ),
    excursions: excursionsOf(shown, span.to, (profile, rule) =>
      profile.rules.some((each) => each.id === rule && each.channel === channel),
    ),
    gaps: (worst.verdict.judgement.channels[channel]?.coverage.gaps ?? []).map(({ from, to }) => ({
      from: Date.parse(from),
      to: Date.parse(to),
    })),
    marks: [
      ...markOf('departed', journey.departedAt, journey.inferred.departedAt),
      ...markOf('arrived', journey.arrivedAt, journey.inferred.arrivedAt),
    ],
  };
}

/**
 * The times of the excursions of sensors, by those of their rules that `isOf` chooses; one that goes on ends at `until`. A
 * sensor that stands for several products with the same limit had one excursion.
 */
function excursionsOf(
  sensors: readonly ReportSensor[],
  until: number,
  isOf: (profile: Profile, rule: string) => boolean = () => true,
): Chart['excursions'] {
  const found = sensors.flatMap(({ verdict: { device, since, judgement }, profile }) =>
    judgement.excursions
      .filter(({ rule }) => isOf(profile, rule))
      .map(({ from, to }) => ({
        name: JSON.stringify([device, since, from, to]),
        from: Date.parse(from),
        to: to === null ? until : Date.parse(to),
      })),
  );
  return [...new Map(found.map(({ name, ...times }) => [name, times])).values()];
}

/** Marks a milestone in the chart: the declared time, otherwise the time inferred from positions. */
function markOf(what: string, declaredAt: number | null, inferredAt: number | null): Chart['marks'] {
  if (declaredAt !== null) return [{ at: declaredAt, label: what }];
  return inferredAt === null ? [] : [{ at: inferredAt, label: `${what} (inferred)` }];
}

function isShown({ channel, rateWindowMs, judges }: LimitRule, shown: ScalarChannel): boolean {
  return channel === shown && rateWindowMs === null && judges;
}

/**
 * Splits readings where a gap or an unreadable value lies between them. Several values at one time are all included.
 */
function stretchesOf(readings: readonly Reading[], channel: ScalarChannel, maxGapMs: number): Point[][] {
  const stretches: Point[][] = [];
  let lastAt = -Infinity;
  const { series, unreadable } = withoutFaultCodes(recordOf(readings));
  const breaks = (unreadable.get(channel) ?? []).map(({ at }) => at);
  for (const { at, values } of series.get(channel) ?? []) {
    const isBroken = breaks.some((each) => each >= lastAt && each < at);
    if (at - lastAt > maxGapMs || isBroken) stretches.push([]);
    for (const value of values) stretches.at(-1)!.push([at, value]);
    lastAt = at;
  }
  return stretches;
}

/** The route of the goods, from the first deciding sensor that reported positions. */
export function routeOf({ sensors, created, verdict }: ReportData): RouteMap {
  const tracker = sensors.find(
    ({ verdict: own, readings }) => own.decides && readings.some(({ channel }) => channel === 'location'),
  );
  const positions = (tracker?.readings ?? []).flatMap((reading) =>
    reading.channel === 'location' && !isUnreadable(reading) && !isNullIsland(reading) ? [reading] : [],
  );
  const { route } = created;
  return {
    positions: positions.toSorted((a, b) => a.at - b.at),
    excursions: excursionsOf(
      sensors.filter(({ verdict: own }) => own.decides),
      verdict.asOf,
    ),
    ends: [created.origin, created.destination],
    places: [route?.origin, route?.destination, ...(route?.waypoints ?? [])].flatMap((place) => place ?? []),
  };
}
