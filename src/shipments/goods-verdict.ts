import type { Attachment, Entry } from './ledger.ts';
import { fileNaming } from './files.ts';
import { contestedDeclarations } from './contested-declarations.ts';
import { sensorDeviationsOf } from '../evaluation/sensor-deviation.ts';
import { usedChannelsOf } from '../evaluation/measure-record.ts';
import { notUnderstoodAfter } from './messages-not-understood.ts';
import type { Product } from '../model/product.ts';
import type { Profile } from '../model/profile.ts';
import type { Reading } from '../model/reading.ts';
import { recordSince } from '../evaluation/record-since.ts';
import type { DeviceRecord, Series } from '../evaluation/series.ts';
import { withoutFaultCodes } from '../evaluation/classify-samples.ts';
import type { Diagnostic } from '../evaluation/diagnostics/diagnostic.ts';
import type { PhaseBoundaries } from '../evaluation/span.ts';
import { type Recommendation, recommendations } from '../model/enumerations.ts';
import { unevaluatedReadings } from './unevaluated-readings.ts';
import { coverageGapInWords } from './coverage-gaps.ts';
import { type SensorVerdict, evaluateAttachment, spanOf } from './sensor-verdict.ts';
import { declaredSensors } from './declared-sensors.ts';

/** What is concluded of goods that are judged by one profile. */
export type GoodsVerdict = {
  readonly recommendation: Recommendation;
  /** The deciding sensor with the worst verdict; null where none decides. */
  readonly worst: string | null;
  readonly reasons: readonly string[];
  readonly disagreements: readonly Diagnostic[];
  /** Says when no sensor of the goods monitored them. Null where there is no such time. */
  readonly unwatched: string | null;
  /** What contradicts a declared departure or arrival, one sentence each. */
  readonly contested: readonly string[];
  /** Readings of attached sensors of the goods that were not evaluated, one sentence each. */
  readonly unjudged: readonly string[];
  /**
   * Messages of sensors of the goods that came after the evaluated time and were not understood, one sentence each.
   */
  readonly notUnderstoodLater: readonly string[];
  readonly sensors: readonly SensorVerdict[];
};

/** What a sensor has read since it was attached, and the profile by which it is evaluated. */
export type SensorRecord = {
  readonly attachment: Attachment;
  /** Everything that was read, earlier readings included. */
  readonly readings: readonly Reading[];
  readonly record: DeviceRecord;
  readonly series: Series;
  readonly profile: Profile;
};

/** What a shipment is evaluated with, whatever the product. */
export type Evaluation = {
  readonly entries: readonly Entry[];
  readonly asOf: number;
  readonly phases: Required<PhaseBoundaries>;
};

/** Evaluates sensors by the profile that each has here. */
export function sensorsOf(
  { entries, asOf, phases }: Evaluation,
  records: readonly SensorRecord[],
  product?: Product,
): SensorVerdict[] {
  return records.map(({ attachment, readings, profile }) => ({
    ...evaluateAttachment(entries, attachment, { readings, profile }, asOf, phases),
    ...(product !== undefined && { product }),
  }));
}

/** The verdict of goods that are judged by one profile; `product` is given where there are several. */
export function evaluateGoods(
  evaluation: Evaluation,
  records: readonly SensorRecord[],
  product?: Product,
): GoodsVerdict {
  const { entries, asOf, phases } = evaluation;
  const ofGoods = records.filter(({ attachment }) => attachment.role === 'product');
  const sensors = sensorsOf(evaluation, records, product);
  const deciding = sensors.filter(({ decides }) => decides);
  const worst = worstOf(deciding);
  const profiles = ofGoods.map(({ profile }) => profile);
  const unwatched = deciding.length === 0 ? null : coverageGapInWords(entries, deciding, asOf, profiles);
  const disagreements = disagreementsOf(entries, ofGoods, asOf, phases);
  const contested = contestedDeclarations(entries, ofGoods, phases, asOf);
  return {
    recommendation: atLeastQuarantine(
      worst?.judgement.recommendation ?? 'quarantine',
      unwatched !== null || contested.length > 0,
    ),
    worst: worst?.device ?? null,
    reasons: [
      ...reasonsOf(worst, deciding, product !== undefined && records.length === 0),
      ...(unwatched === null ? [] : [unwatched]),
      ...contested,
      ...disagreements.map(({ sentence }) => sentence),
      ...declaredSensors(entries, product),
    ].map(fileNaming(entries)),
    disagreements,
    unwatched,
    contested,
    ...notJudgedOf(entries, ofGoods, asOf, phases),
    sensors,
  };
}

function worstOf(deciding: readonly SensorVerdict[]): SensorVerdict | null {
  return deciding.reduce<SensorVerdict | null>((a, b) => (a === null || rank(b) > rank(a) ? b : a), null);
}

/** The reasons of the worst sensor, and the other sensors that do not recommend a release. */
function reasonsOf(
  worst: SensorVerdict | null,
  deciding: readonly SensorVerdict[],
  isProductWithout: boolean,
): string[] {
  if (worst === null)
    return [
      isProductWithout
        ? 'No sensor stands for this product. There is no record.'
        : 'No sensor was attached to the goods. There is no record.',
    ];
  return [
    ...worst.judgement.reasons.map((reason) => `${worst.device}: ${reason}`),
    ...deciding
      .filter((each) => each !== worst && each.judgement.recommendation !== 'release')
      .map(({ device, judgement }) => `${device} also recommends ${judgement.recommendation}.`),
  ];
}

/** Times at which the sensors of the goods differ more than they may. */
function disagreementsOf(
  entries: readonly Entry[],
  ofGoods: readonly SensorRecord[],
  asOf: number,
  phases: PhaseBoundaries,
): Diagnostic[] {
  return sensorDeviationsOf(
    ofGoods.map(({ attachment, readings, profile }) => {
      const { from, to } = spanOf(entries, attachment, profile, asOf, phases);
      const { series, unreadable } = withoutFaultCodes(recordSince(readings));
      return {
        device: attachment.device,
        from,
        to,
        samples: series.get('temperature') ?? [],
        unreadable: unreadable.get('temperature') ?? [],
        profile,
      };
    }),
  );
}

/** What sensors of the goods sent and no verdict includes: readings outside their spans, and later messages. */
function notJudgedOf(
  entries: readonly Entry[],
  ofGoods: readonly SensorRecord[],
  asOf: number,
  phases: Required<PhaseBoundaries>,
): Pick<GoodsVerdict, 'unjudged' | 'notUnderstoodLater'> {
  const spans = ofGoods.map((each) => ({
    ...each,
    ...spanOf(entries, each.attachment, each.profile, asOf, phases),
  }));
  return {
    unjudged: spans.flatMap(({ attachment, record, profile, from, to }) => {
      const channels = usedChannelsOf(profile);
      const { arrivedAt } = phases;
      return unevaluatedReadings({ record, attachment, channels, from, to, arrivedAt, asOf });
    }),
    notUnderstoodLater: spans.flatMap(
      ({ attachment, record, to }) =>
        notUnderstoodAfter(record, attachment, to, Math.min(asOf, attachment.detachedAt ?? asOf)) ?? [],
    ),
  };
}

/** A recommendation, or quarantine in place of a release that something forbids. */
export function atLeastQuarantine(recommendation: Recommendation, isUncertain: boolean): Recommendation {
  return recommendation === 'release' && isUncertain ? 'quarantine' : recommendation;
}

function rank({ judgement }: SensorVerdict): number {
  const fired = judgement.rules.filter(({ outcome }) => outcome === 'fail').length;
  return recommendations.indexOf(judgement.recommendation) * 1000 + Math.min(999, fired);
}
