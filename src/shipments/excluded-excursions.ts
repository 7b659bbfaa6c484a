import type { Excursion } from '../evaluation/excursion.ts';
import { evaluationContextOf } from '../evaluation/evaluation-context.ts';
import { excursionsOf } from '../evaluation/measure-record.ts';
import { remembered } from '../evaluation/remembered.ts';
import type { DeviceRecord, Series } from '../evaluation/series.ts';
import type { PhaseBoundaries } from '../evaluation/span.ts';
import type { Profile } from '../model/profile.ts';
import { moment } from '../model/wording.ts';
import { type Attachment, isSetAside } from './ledger.ts';

/** A sensor of the goods with its readings. */
export type SensorRecord = {
  readonly attachment: Attachment;
  readonly record: DeviceRecord;
  readonly series: Series;
  /** The profile with the device's own reporting interval. */
  readonly profile: Profile;
};

type Span = Pick<Excursion, 'rule' | 'from' | 'to'>;

/** An excursion that something excludes from evaluation. */
export type Excluded = Span & Pick<Excursion, 'firedAt'>;

/** Returns a test of whether an excursion is among the evaluated ones. */
export function evaluatedOf(
  sensor: SensorRecord,
  phases: PhaseBoundaries,
  asOf: number,
): (excursion: Span) => boolean {
  const evaluated = isSetAside(sensor.attachment) ? [] : excursionsUnder(sensor, phases, asOf);
  return (excursion) => evaluated.some((each) => touches(each, excursion));
}

/** The excursions of a sensor's deciding rules, were these the boundaries of the journey. */
export function excursionsUnder(
  sensor: SensorRecord,
  boundaries: PhaseBoundaries,
  asOf: number,
): readonly Excursion[] {
  return remembered(sensor, `${JSON.stringify(boundaries)} ${asOf}`, () =>
    excursionsBetween(sensor, boundaries, asOf),
  );
}

function excursionsBetween(
  { attachment, record, profile }: SensorRecord,
  boundaries: PhaseBoundaries,
  asOf: number,
): readonly Excursion[] {
  const deciding = { ...profile, rules: profile.rules.filter(({ judges }) => judges) };
  const { since, until } = evaluationContextOf(profile, { ...attachment, phases: boundaries }, null);
  const to = Math.max(since, Math.min(asOf, until ?? asOf, attachment.detachedAt ?? asOf));
  return excursionsOf(record, deciding, { from: since, to, open: false, phases: boundaries });
}

/** Whether two excursions are of one rule and overlap. */
export function touches(a: Span, b: Span): boolean {
  return a.rule === b.rule && a.from <= (b.to ?? Infinity) && b.from <= (a.to ?? Infinity);
}

/** Says that something, in `words`, excludes an excursion of a sensor. */
export function excludesInWords(
  words: string,
  { attachment }: SensorRecord,
  { rule, from, to, firedAt }: Excluded,
): string {
  return `${words} This excludes an excursion: ${attachment.device} was out of range from ${moment(from)}${to === null ? '' : ` to ${moment(to)}`}, alarm at ${moment(firedAt)}. Rule ${rule}.`;
}
