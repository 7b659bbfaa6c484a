import type { Excursion } from '../evaluation/excursion.ts';
import { excursionsOf } from '../evaluation/measure-record.ts';
import { positionsWithGoods } from './inferred-journey.ts';
import { type Attachment, type Entry, excursionsRecorded, isSetAside, shipmentOf } from './ledger.ts';
import { type Milestone, declarationsOf } from './milestones.ts';
import type { Profile } from '../model/profile.ts';
import type { DeviceRecord, Series } from '../evaluation/series.ts';
import { inferJourney, plausibleFixes } from '../evaluation/diagnostics/journey.ts';
import type { PhaseBoundaries } from '../evaluation/span.ts';
import { evaluationContextOf } from '../evaluation/evaluation-context.ts';
import { fateInWords, moment } from '../model/wording.ts';
import { outsideAfter, stillAtOrigin } from './positions-against-declaration.ts';

/** A sensor of the goods with its readings. */
type SensorRecord = {
  readonly attachment: Attachment;
  readonly record: DeviceRecord;
  readonly series: Series;
  /** The profile with the device's own reporting interval. */
  readonly profile: Profile;
};

/** A declaration in force, and the time up to which the goods had been evaluated without it. */
type Declaration = {
  readonly milestone: Milestone;
  readonly at: number;
  /** Server time. Readings up to then had been evaluated as if the milestone had not happened. */
  readonly evaluatedUntil: number;
  readonly entry: Entry;
  /** The first of the declarations in force. Excursions recorded before it were evaluated without any declaration. */
  readonly first: Entry;
};

/**
 * Says what contradicts each declared departure or arrival, and each declared end of a sensor's time with the goods:
 * an excursion that the declaration excludes from evaluation, or positions that do not agree with it. Each sentence
 * is a reason not to release. The result depends only on the readings and the ledger.
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
          contradicted(
            declaration,
            attachment,
            `it had left ${route.origin!.name} at ${moment(departure.at)}`,
          ),
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

/** The last declaration of a milestone. The time before the first declaration in the series was evaluated in full. */
function declarationInForce(entries: readonly Entry[], milestone: Milestone): Declaration | null {
  const inForce = declarationsOf(entries, milestone);
  const entry = inForce.at(-1);
  if (entry === undefined) return null;
  const others = inForce.map(({ fact }) => fact.at);
  return {
    milestone,
    at: entry.fact.at,
    evaluatedUntil: Math.max(inForce[0]!.recordedAt, ...others),
    entry,
    first: inForce[0]!,
  };
}

type Span = Pick<Excursion, 'rule' | 'from' | 'to'>;
type Left = Span & Pick<Excursion, 'firedAt'>;

/**
 * The excursions of deciding rules that would count if the declaration took effect only from the moment it was made.
 */
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
  // The sensor's record no longer contains readings after its own declared end, but the ledger still has the
  // excursions.
  if (declaration.milestone === 'arrived')
    for (const excursion of cutOff(entries, sensor, declaration.first, declaration.at))
      if (!isEvaluated(excursion) && ![...found.values()].some((known) => touches(known, excursion)))
        found.set(`${excursion.rule} ${excursion.from}`, excursion);
  return [...found.values()].map((excursion) => leavesOut(inWords(declaration), sensor, excursion));
}

/**
 * A sensor's excursions after its detachment or failure, where these were declared after the excursions were
 * recorded.
 */
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
        ? { at: fact.until, what: 'removed from the goods' }
        : fact.kind === 'sensor-declared' && fact.device === device && fact.at >= since
          ? { at: fact.at, what: fateInWords[fact.fate] }
          : fact.kind === 'file-set-aside' && fact.device === device
            ? { at: since - 1, what: null }
            : null;
    if (end === null) return [];
    const reason = why.replace(/\.$/, '');
    const words =
      end.what === null
        ? `On ${moment(recordedAt)} ${by} set ${device} aside (${reason}).`
        : `On ${moment(recordedAt)} ${by} declared ${device} ${end.what} as of ${moment(end.at)} (${reason}).`;
    return cutOff(entries, sensor, entry, end.at)
      .filter((excursion) => !isEvaluated(excursion))
      .map((excursion) => leavesOut(words, sensor, excursion));
  });
}

/**
 * The excursions of deciding rules that the ledger had for a sensor before a declaration, and that fired after the
 * declared time.
 */
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

/** Returns a test of whether an excursion is among the evaluated ones. */
function evaluatedOf(
  sensor: SensorRecord,
  phases: PhaseBoundaries,
  asOf: number,
): (excursion: Span) => boolean {
  const evaluated = isSetAside(sensor.attachment) ? [] : excursionsUnder(sensor, phases, asOf);
  return (excursion) => evaluated.some((each) => touches(each, excursion));
}

function excursionsUnder(
  { attachment, record, profile }: SensorRecord,
  boundaries: PhaseBoundaries,
  asOf: number,
): readonly Excursion[] {
  const deciding = { ...profile, rules: profile.rules.filter(({ judges }) => judges) };
  const { since, until } = evaluationContextOf(profile, { ...attachment, phases: boundaries }, null);
  const to = Math.max(since, Math.min(asOf, until ?? asOf, attachment.detachedAt ?? asOf));
  return excursionsOf(record, deciding, { from: since, to, open: false, phases: boundaries });
}

function touches(a: Span, b: Span): boolean {
  return a.rule === b.rule && a.from <= (b.to ?? Infinity) && b.from <= (a.to ?? Infinity);
}

function leavesOut(words: string, { attachment }: SensorRecord, { rule, from, to, firedAt }: Left): string {
  return `${words} This excludes an excursion: ${attachment.device} was out of range from ${moment(from)}${to === null ? '' : ` to ${moment(to)}`}, alarm at ${moment(firedAt)}. Rule ${rule}.`;
}

/** The boundaries as they would be if the declaration took effect only from the moment it was made. */
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

function contradicted(declaration: Declaration, { device }: Attachment, what: string): string {
  return `${inWords(declaration)} Positions of ${device} contradict it: ${what}.`;
}

function inWords({ milestone, at, entry: { by, why, recordedAt } }: Declaration): string {
  const what = milestone === 'departed' ? 'departure' : 'arrival';
  return `On ${moment(recordedAt)} ${by} declared the ${what} as of ${moment(at)} (${why.replace(/\.$/, '')}).`;
}
