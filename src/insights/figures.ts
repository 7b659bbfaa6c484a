import type { EndedStatus } from '../model/enumerations.ts';

/** What is counted, each a whole number that adds up over shipments. Names that end in "Ms" are milliseconds. */
export type Figures = {
  /** Decided shipments, by the decision in force; `contradicted` ones were released, and later data contradict that. */
  readonly [status in EndedStatus]: number;
} & {
  /** Decided shipments with an excursion of a deciding rule at a deciding sensor. */
  readonly withExcursion: number;
  /** Decided shipments without a known excursion whose record is not complete enough to exclude one. */
  readonly unknown: number;
  /** Times out of range, counted once where sensors or rules overlap. */
  readonly excursions: number;
  /** Decided shipments of which any time was monitored. */
  readonly monitored: number;
  readonly inRangeMs: number;
  readonly outOfRangeMs: number;
  readonly unmonitoredMs: number;
  /** Alarms, without those that were withdrawn. */
  readonly alarms: number;
  readonly acknowledged: number;
  /** Alarms that were acknowledged within a quarter of an hour. */
  readonly acknowledgedSoon: number;
  readonly acknowledgedAfterMs: number;
  /** Alarms that were cleared by values back within the limit, before anybody acknowledged them. */
  readonly clearedAlone: number;
};

/** Nothing counted yet. */
export const noFigures: Figures = {
  released: 0,
  'partly-released': 0,
  quarantined: 0,
  rejected: 0,
  contradicted: 0,
  cancelled: 0,
  withExcursion: 0,
  unknown: 0,
  excursions: 0,
  monitored: 0,
  inRangeMs: 0,
  outOfRangeMs: 0,
  unmonitoredMs: 0,
  alarms: 0,
  acknowledged: 0,
  acknowledgedSoon: 0,
  acknowledgedAfterMs: 0,
  clearedAlone: 0,
};

/** Figures after those of a shipment came to them (`sign` 1) or were taken out again (-1). */
export function withFigures(figures: Figures, other: Figures, sign: 1 | -1 = 1): Figures {
  const names = Object.keys(noFigures) as (keyof Figures)[];
  return Object.fromEntries(names.map((name) => [name, figures[name] + sign * other[name]])) as Figures;
}

/** How many shipments were decided; a cancelled one never travelled, and is no part of any share. */
export function decidedIn(figures: Figures): number {
  const { released, quarantined, rejected, contradicted } = figures;
  return released + figures['partly-released'] + quarantined + rejected + contradicted;
}
