import { contestedReplacements } from './contested-replacements.ts';
import { contestedRoutes } from './contested-routes.ts';
import { contradictingPositions } from './contradicting-positions.ts';
import {
  type Excluded,
  type SensorRecord,
  evaluatedOf,
  excludesInWords,
  excursionsUnder,
  touches,
} from './excluded-excursions.ts';
import { type Entry, excursionsRecorded } from './ledger.ts';
import { type Milestone, declarationsOf, earliestDepartureOf } from './milestones.ts';
import { routesRecorded } from './plans.ts';
import { ruleIn } from './rule-in.ts';
import type { PhaseBoundaries } from '../evaluation/span.ts';
import { fateInWords, moment } from '../model/wording.ts';

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
 * Says what contradicts each declared departure or arrival, each that was replaced or taken back, each declared end of a
 * sensor's time with the goods, and each changed route: an excursion that it excludes from evaluation, or positions that
 * do not agree with it. Each sentence is a reason not to release. The result depends only on the readings and the ledger.
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
  const routes = routesRecorded(entries);
  const ofEnds = sensors.flatMap((sensor) => leftOutByItsEnd(entries, sensor, phases, asOf));
  const found = declarations.map((declaration) =>
    sensors.map((sensor) => leftOut(entries, declaration, sensor, phases, asOf)),
  );
  const ofJourney = declarations.flatMap((declaration, index) => [
    ...sensors.flatMap((sensor, number) =>
      found[index]![number]!.map((excursion) => excludesInWords(inWords(declaration), sensor, excursion)),
    ),
    ...sensors.flatMap((sensor) =>
      contradictingPositions(declaration, sensor, routes, phases, asOf).map(
        (what) => `${inWords(declaration)} Positions of ${sensor.attachment.device} contradict it: ${what}.`,
      ),
    ),
  ]);
  const ofReplaced = sensors.flatMap((sensor, number) =>
    contestedReplacements(
      entries,
      sensor,
      found.flatMap((bySensor) => bySensor[number]!),
      phases,
      asOf,
    ),
  );
  const ofRoutes = contestedRoutes(
    routes,
    declarations,
    sensors,
    phases,
    earliestDepartureOf(entries, phases),
    asOf,
  );
  return [...ofJourney, ...ofReplaced, ...ofEnds, ...ofRoutes];
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

/**
 * The excursions of deciding rules that would count if the declaration took effect only from the moment it was made.
 */
function leftOut(
  entries: readonly Entry[],
  declaration: Declaration,
  sensor: SensorRecord,
  phases: PhaseBoundaries,
  asOf: number,
): Excluded[] {
  const isEvaluated = evaluatedOf(sensor, phases, asOf);
  const found = new Map<string, Excluded>();
  for (const boundaries of withoutDeclaration(declaration, phases))
    for (const excursion of excursionsUnder(sensor, boundaries, asOf))
      if (!isEvaluated(excursion)) found.set(`${excursion.rule} ${excursion.from}`, excursion);
  // The sensor's record no longer contains readings after its own declared end, but the ledger still has the
  // excursions.
  if (declaration.milestone === 'arrived')
    for (const excursion of cutOff(entries, sensor, declaration.first, declaration.at))
      if (!isEvaluated(excursion) && ![...found.values()].some((known) => touches(known, excursion)))
        found.set(`${excursion.rule} ${excursion.from}`, excursion);
  return [...found.values()];
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
      .map((excursion) => excludesInWords(words, sensor, excursion));
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
): Excluded[] {
  const deciding = new Set(profile.rules.filter(({ judges }) => judges).map(({ id }) => id));
  return [...excursionsRecorded(entries.slice(0, sequence - 1)).values()]
    .filter(({ state, ...each }) => each.device === device && (state === 'open' || state === 'closed'))
    .flatMap(({ excursion }) => {
      const rule = ruleIn(profile, excursion.rule);
      return rule === null ? [] : [{ ...excursion, rule }];
    })
    .filter(({ rule, from, firedAt }) => deciding.has(rule) && from >= since && firedAt > at);
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

function inWords({ milestone, at, entry: { by, why, recordedAt } }: Declaration): string {
  const what = milestone === 'departed' ? 'departure' : 'arrival';
  return `On ${moment(recordedAt)} ${by} declared the ${what} as of ${moment(at)} (${why.replace(/\.$/, '')}).`;
}
