import { type Excursion } from '../evaluation/excursion.ts';
import { excursionsOf } from '../evaluation/measure-record.ts';
import { positionsWithGoods } from './inferred-journey.ts';
import { type Attachment, type Entry, excursionsRecorded, shipmentOf } from './ledger.ts';
import { type Milestone, declarationsOf } from './milestones.ts';
import type { Profile } from '../model/profile.ts';
import { type Place, type Side, sideOf } from '../evaluation/route.ts';
import type { DeviceRecord, Series } from '../evaluation/series.ts';
import { confirmingFixes, confirmingMs } from '../evaluation/diagnostics/inference.ts';
import { inferJourney, plausibleFixes } from '../evaluation/diagnostics/journey.ts';
import type { Fix } from '../evaluation/diagnostics/plausible-fix.ts';
import type { PhaseBoundaries } from '../evaluation/span.ts';
import { termsOf } from '../evaluation/evaluation-context.ts';
import { moment } from '../model/wording.ts';

/** A sensor of the goods with what it read. */
export type SensorRecord = {
  readonly attachment: Attachment;
  readonly record: DeviceRecord;
  readonly series: Series;
  /** With the device's own interval. */
  readonly profile: Profile;
};

/** A declaration in force, and up to when the goods were judged before anybody had declared it. */
type Declaration = {
  readonly milestone: Milestone;
  readonly at: number;
  /** Our time; what was read up to then had been judged as if it had not happened. */
  readonly evaluatedUntil: number;
  readonly entry: Entry;
  /** The first of the declarations that stand: what was recorded before it was judged as if there were none. */
  readonly first: Entry;
};

/**
 * Says of each declared departure or arrival, and of each declared end of a sensor's time with the goods, what speaks
 * against it: an excursion that it leaves out of what is judged, or positions that contradict it. Each is a reason not to
 * release. The same readings and the same ledger say the same.
 */
export function contestedDeclarations(
  entries: readonly Entry[],
  sensors: readonly SensorRecord[],
  phases: PhaseBoundaries,
  asOf: number,
): string[] {
  const declarations = (['departed', 'arrived'] as const).flatMap(
    (milestone) => declarationInForce(entries, milestone) ?? [],
  );
  const { route = null } = shipmentOf(entries);
  const ofSensors = sensors.flatMap((sensor) => leftOutByItsEnd(entries, sensor, phases, asOf));
  const ofJourney = declarations.flatMap((declaration) => [
    ...sensors.flatMap((sensor) => leftOut(entries, declaration, sensor, phases, asOf)),
    ...sensors.flatMap(({ attachment, series }) => {
      const positions = positionsWithGoods(series.get('location') ?? [], attachment, asOf);
      if (route === null || positions.length === 0) return [];
      if (declaration.milestone === 'arrived') {
        const contradiction =
          route.destination === null
            ? null
            : outsideAfter(plausibleFixes(positions), route.destination, declaration);
        return contradiction === null ? [] : [contradicted(declaration, attachment, contradiction)];
      }
      const { departure } = inferJourney(
        positionsWithGoods(series.get('location')!, attachment, declaration.at - 1),
        route,
        phases,
      );
      if (departure.at !== null && declaration.at <= asOf)
        return [
          contradicted(declaration, attachment, `it had left ${route.origin!.name} ${moment(departure.at)}`),
        ];
      const back =
        route.origin === null
          ? null
          : stillAtOrigin(plausibleFixes(positions), route.origin, route.destination, declaration);
      return back === null ? [] : [contradicted(declaration, attachment, back)];
    }),
  ]);
  return [...ofJourney, ...ofSensors];
}

/** The last declaration of a milestone; the time before the first of those that follow each other was judged whole. */
function declarationInForce(entries: readonly Entry[], milestone: Milestone): Declaration | null {
  const standing = declarationsOf(entries, milestone);
  const entry = standing.at(-1);
  if (entry === undefined) return null;
  const others = standing.map(({ fact }) => fact.at);
  return {
    milestone,
    at: entry.fact.at,
    evaluatedUntil: Math.max(standing[0]!.recordedAt, ...others),
    entry,
    first: standing[0]!,
  };
}

type Span = Pick<Excursion, 'rule' | 'from' | 'to'>;
type Left = Span & Pick<Excursion, 'firedAt'>;

/** The excursions of rules that judge which a sensor has where the declaration counts from when it was made on only. */
function leftOut(
  entries: readonly Entry[],
  declaration: Declaration,
  sensor: SensorRecord,
  phases: PhaseBoundaries,
  asOf: number,
): string[] {
  const isEvaluated = evaluatedOf(sensor, phases, asOf);
  const found = new Map<string, Left>();
  for (const boundaries of withoutDeclaration(declaration, phases))
    for (const excursion of excursionsUnder(sensor, boundaries, asOf))
      if (!isEvaluated(excursion)) found.set(`${excursion.rule} ${excursion.from}`, excursion);
  // What the sensor read after its own declared end is in no record of it any more; the ledger has what it broke.
  if (declaration.milestone === 'arrived')
    for (const excursion of cutOff(entries, sensor, declaration.first, declaration.at))
      if (!isEvaluated(excursion) && ![...found.values()].some((known) => touches(known, excursion)))
        found.set(`${excursion.rule} ${excursion.from}`, excursion);
  return [...found.values()].map((excursion) => leavesOut(inWords(declaration), sensor, excursion));
}

/** What a sensor broke after it had been taken off or was unfit, as people declared once it was recorded. */
function leftOutByItsEnd(
  entries: readonly Entry[],
  sensor: SensorRecord,
  phases: PhaseBoundaries,
  asOf: number,
): string[] {
  const { device, since } = sensor.attachment;
  const isEvaluated = evaluatedOf(sensor, phases, asOf);
  return entries.flatMap((entry) => {
    const { fact, by, why, recordedAt } = entry;
    const end =
      fact.kind === 'device-detached' && fact.device === device && fact.since === since
        ? { at: fact.until, what: 'taken off the goods' }
        : fact.kind === 'sensor-declared' && fact.device === device && fact.at >= since
          ? { at: fact.at, what: fact.fate }
          : null;
    if (end === null) return [];
    const words = `${by} declared ${device} ${end.what} as of ${moment(end.at)} on ${moment(recordedAt)} (${why.replace(/\.$/, '')}).`;
    return cutOff(entries, sensor, entry, end.at)
      .filter((excursion) => !isEvaluated(excursion))
      .map((excursion) => leavesOut(words, sensor, excursion));
  });
}

/** The excursions of rules that judge which the ledger had of a sensor before a declaration, and which fired after its time. */
function cutOff(
  entries: readonly Entry[],
  { attachment: { device, since }, profile }: SensorRecord,
  { sequence }: Entry,
  at: number,
): Left[] {
  const deciding = new Set(profile.rules.filter(({ judges }) => judges).map(({ id }) => id));
  return [...excursionsRecorded(entries.slice(0, sequence - 1)).values()]
    .filter(({ state, ...each }) => each.device === device && (state === 'open' || state === 'closed'))
    .map(({ excursion }) => excursion)
    .filter(({ rule, from, firedAt }) => deciding.has(rule) && from >= since && firedAt > at);
}

/** Whether an excursion is among those that are judged. */
function evaluatedOf(
  sensor: SensorRecord,
  phases: PhaseBoundaries,
  asOf: number,
): (excursion: Span) => boolean {
  const evaluated = excursionsUnder(sensor, phases, asOf);
  return (excursion) => evaluated.some((each) => touches(each, excursion));
}

function excursionsUnder(
  { attachment, record, profile }: SensorRecord,
  boundaries: PhaseBoundaries,
  asOf: number,
): readonly Excursion[] {
  const deciding = { ...profile, rules: profile.rules.filter(({ judges }) => judges) };
  const { since, until } = termsOf(profile, { ...attachment, phases: boundaries }, null);
  const to = Math.max(since, Math.min(asOf, until ?? asOf, attachment.detachedAt ?? asOf));
  return excursionsOf(record, deciding, { from: since, to, open: false, phases: boundaries });
}

function touches(a: Span, b: Span): boolean {
  return a.rule === b.rule && a.from <= (b.to ?? Infinity) && b.from <= (a.to ?? Infinity);
}

function leavesOut(words: string, { attachment }: SensorRecord, { rule, from, to, firedAt }: Left): string {
  return `${words} It leaves out an excursion: ${attachment.device} broke ${rule} from ${moment(from)}${to === null ? ' on' : ` to ${moment(to)}`}, fired ${moment(firedAt)}.`;
}

/** The boundaries as they would be had the declaration counted only from when it was made on. */
function withoutDeclaration(
  { milestone, at, evaluatedUntil }: Declaration,
  phases: PhaseBoundaries,
): PhaseBoundaries[] {
  if (milestone === 'arrived') return evaluatedUntil > at ? [{ ...phases, arrivedAt: evaluatedUntil }] : [];
  const { arrivedAt, firstInferred } = phases;
  const later = Math.min(evaluatedUntil, arrivedAt ?? Infinity);
  const earlier = firstInferred?.departedAt ?? null;
  return [
    ...(later > at ? [{ ...phases, departedAt: later }] : []),
    ...(earlier !== null && earlier < at ? [{ ...phases, departedAt: earlier }] : []),
  ];
}

type Seen = { readonly at: number; readonly side: Side };

/** Fixes that are whole on one side of a fence, in runs that nothing on another side breaks. */
function runsOf(
  fixes: readonly Fix[],
  sideAt: (fix: Fix) => Side,
  wanted: Side,
): (readonly [Seen, ...Seen[]])[] {
  const runs: [Seen, ...Seen[]][] = [];
  let current: [Seen, ...Seen[]] | null = null;
  for (const fix of fixes) {
    const side = sideAt(fix);
    if (side === 'astride') continue;
    if (side !== wanted) current = null;
    else if (current === null) runs.push((current = [{ at: fix.at, side }]));
    else current.push({ at: fix.at, side });
  }
  return runs;
}

function isConfirmed(run: readonly [Seen, ...Seen[]]): boolean {
  return run.length >= confirmingFixes && run.at(-1)!.at - run[0].at >= confirmingMs;
}

/**
 * Whether a sensor was outside the destination across a declared arrival, or between it and the declaration. A sensor
 * that was inside before, and travels on with the truck once the goods are unloaded, says nothing of them.
 */
function outsideAfter(
  fixes: readonly Fix[],
  { area, name }: Place,
  { at, evaluatedUntil }: Declaration,
): string | null {
  const side = (fix: Fix): Side => sideOf(area, fix);
  const across = runsOf(fixes, side, 'outside').find(
    (run) => isConfirmed(run) && run[0].at <= at && run.at(-1)!.at > at,
  );
  const after = runsOf(
    fixes.filter((fix) => fix.at > at && fix.at <= evaluatedUntil),
    side,
    'outside',
  ).find(isConfirmed);
  const run = across ?? after;
  return run === undefined
    ? null
    : `it was outside ${name} from ${moment(run[0].at)} to ${moment(run.at(-1)!.at)}`;
}

/** Whether a sensor was at the origin between a declared departure and the declaration. */
function stillAtOrigin(
  fixes: readonly Fix[],
  origin: Place,
  destination: Place | null,
  { at, evaluatedUntil }: Declaration,
): string | null {
  const run = runsOf(
    fixes.filter((fix) => fix.at > at && fix.at <= evaluatedUntil),
    (fix) => {
      // Who is where the goods go has not stayed where they came from.
      const isThere = destination !== null && sideOf(destination.area, fix) === 'inside';
      return isThere ? 'outside' : sideOf(origin.area, fix);
    },
    'inside',
  ).find(isConfirmed);
  return run === undefined
    ? null
    : `it was at ${origin.name} from ${moment(run[0].at)} to ${moment(run.at(-1)!.at)}`;
}

function contradicted(declaration: Declaration, { device }: Attachment, what: string): string {
  return `${inWords(declaration)} Positions of ${device} contradict it: ${what}.`;
}

function inWords({ milestone, at, entry: { by, why, recordedAt } }: Declaration): string {
  const what = milestone === 'departed' ? 'departure' : 'arrival';
  return `${by} declared the ${what} as of ${moment(at)} on ${moment(recordedAt)} (${why.replace(/\.$/, '')}).`;
}
