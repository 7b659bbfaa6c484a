import { type Attachment, type Entry, attachmentsRecorded } from './ledger.ts';
import { routesRecorded } from './plans.ts';
import { fileNaming } from './files.ts';
import { journeyRecorded } from './milestones.ts';
import { boundariesOf, positionsWithGoods } from './inferred-journey.ts';
import { contestedDeclarations } from './contested-declarations.ts';
import { sensorDeviationsOf } from '../evaluation/sensor-deviation.ts';
import { usedChannelsOf } from '../evaluation/measure-record.ts';
import { notUnderstoodAfter } from './messages-not-understood.ts';
import type { Profile } from '../model/profile.ts';
import type { Reading } from '../model/reading.ts';
import { type DeviceRecord, type Series, recordOf as deviceRecordOf } from '../evaluation/series.ts';
import { withoutFaultCodes } from '../evaluation/classify-samples.ts';
import type { Diagnostic } from '../evaluation/diagnostics/diagnostic.ts';
import type { PhaseBoundaries } from '../evaluation/span.ts';
import { type Recommendation, recommendations } from '../model/enumerations.ts';
import { fileFailures } from './file-failures.ts';
import { unevaluatedReadings } from './unevaluated-readings.ts';
import { coverageGapInWords } from './coverage-gaps.ts';
import { fateInWords, moment } from '../model/wording.ts';
import { type Record, type SensorVerdict, evaluateAttachment, spanOf } from './sensor-verdict.ts';
/** A shipment's verdict: that of its worst deciding sensor, with the verdict of every sensor. */
export type ShipmentVerdict = {
  readonly shipment: string;
  readonly asOf: number;
  readonly recommendation: Recommendation;
  /** The deciding sensor with the worst verdict; null where none decides. */
  readonly worst: string | null;
  readonly reasons: readonly string[];
  readonly disagreements: readonly Diagnostic[];
  /** Says when no sensor of the goods monitored them. Null where there is no such time. */
  readonly unwatched: string | null;
  /** When the goods departed and arrived: as declared, and as the positions of all their sensors show it. */
  readonly journey: Required<PhaseBoundaries>;
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

/**
 * Evaluates a shipment as of a moment (epoch milliseconds): its sensors, and what its files lack, which forbids a
 * release.
 */
export function evaluateShipment(
  entries: readonly Entry[],
  recordOf: (attachment: Attachment) => Record,
  asOf: number,
): ShipmentVerdict {
  const verdict = evaluateSensors(entries, recordOf, asOf);
  const failures = fileFailures(entries);
  return {
    ...verdict,
    recommendation: atLeastQuarantine(verdict.recommendation, failures.length > 0),
    reasons: [...verdict.reasons, ...failures],
  };
}

/**
 * Evaluates the sensors of a shipment as of a moment (epoch milliseconds). Each attachment is evaluated on its own;
 * durations are never summed across attachments. The sensors of the goods decide, including one that was declared
 * broken, up to that time. A spare decides once it has replaced a sensor.
 */
export function evaluateSensors(
  entries: readonly Entry[],
  recordOf: (attachment: Attachment) => Record,
  asOf: number,
): ShipmentVerdict {
  const attachments = attachmentsRecorded(entries);
  const ofGoods = attachments
    .filter(({ role }) => role === 'product')
    .map((attachment): GoodsRecord => {
      const { readings, profile } = recordOf(attachment);
      const record = deviceRecordOf(readings.filter(({ at }) => at >= attachment.since));
      return { attachment, readings, record, series: record.series, profile };
    });
  const phases = phasesOf(entries, ofGoods, asOf);
  const sensors = attachments.map((attachment) =>
    evaluateAttachment(entries, attachment, recordOf(attachment), asOf, phases),
  );
  const deciding = sensors.filter(({ decides }) => decides);
  const worst = worstOf(deciding);
  const profiles = ofGoods.map(({ profile }) => profile);
  const unwatched = deciding.length === 0 ? null : coverageGapInWords(entries, deciding, asOf, profiles);
  const disagreements = disagreementsOf(entries, ofGoods, asOf, phases);
  const contested = contestedDeclarations(entries, ofGoods, phases, asOf);
  return {
    shipment: entries[0]!.shipment,
    asOf,
    recommendation: atLeastQuarantine(
      worst?.judgement.recommendation ?? 'quarantine',
      unwatched !== null || contested.length > 0,
    ),
    worst: worst?.device ?? null,
    reasons: [
      ...reasonsOf(worst, deciding),
      ...(unwatched === null ? [] : [unwatched]),
      ...contested,
      ...disagreements.map(({ sentence }) => sentence),
      ...declarations(entries),
    ].map(fileNaming(entries)),
    disagreements,
    unwatched,
    journey: phases,
    contested,
    ...notJudgedOf(entries, ofGoods, asOf, phases),
    sensors,
  };
}

/** What a sensor of the goods has read, since it was attached. */
type GoodsRecord = {
  readonly attachment: Attachment;
  /** Everything that was read, earlier readings included. */
  readonly readings: readonly Reading[];
  readonly record: DeviceRecord;
  readonly series: Series;
  readonly profile: Profile;
};

function worstOf(deciding: readonly SensorVerdict[]): SensorVerdict | null {
  return deciding.reduce<SensorVerdict | null>((a, b) => (a === null || rank(b) > rank(a) ? b : a), null);
}

/** The reasons of the worst sensor, and the other sensors that do not recommend a release. */
function reasonsOf(worst: SensorVerdict | null, deciding: readonly SensorVerdict[]): string[] {
  if (worst === null) return ['No sensor was attached to the goods. There is no record.'];
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
  ofGoods: readonly GoodsRecord[],
  asOf: number,
  phases: PhaseBoundaries,
): Diagnostic[] {
  return sensorDeviationsOf(
    ofGoods.map(({ attachment, readings, profile }) => {
      const { from, to } = spanOf(entries, attachment, profile, asOf, phases);
      const { series, unreadable } = withoutFaultCodes(deviceRecordOf(readings));
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
  ofGoods: readonly GoodsRecord[],
  asOf: number,
  phases: Required<PhaseBoundaries>,
): Pick<ShipmentVerdict, 'unjudged' | 'notUnderstoodLater'> {
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

function atLeastQuarantine(recommendation: Recommendation, isUncertain: boolean): Recommendation {
  return recommendation === 'release' && isUncertain ? 'quarantine' : recommendation;
}

/** The journey as people declared it, and as the positions of all sensors of the goods show it, as of a moment. */
function phasesOf(
  entries: readonly Entry[],
  ofGoods: readonly { readonly attachment: Attachment; readonly series: Series }[],
  asOf: number,
): Required<PhaseBoundaries> {
  return boundariesOf(
    journeyRecorded(entries),
    routesRecorded(entries),
    ofGoods.map(({ attachment, series }) => ({
      attachment,
      positions: positionsWithGoods(series.get('location') ?? [], attachment, asOf),
    })),
  );
}

function declarations(entries: readonly Entry[]): string[] {
  return entries.flatMap(({ fact, why, by }) =>
    fact.kind === 'sensor-declared'
      ? [
          `${fact.device} was declared ${fateInWords[fact.fate]} as of ${moment(fact.at)} by ${by} (${why.replace(/\.$/, '')}). Its later readings were not evaluated.`,
        ]
      : [],
  );
}

function rank({ judgement }: SensorVerdict): number {
  const fired = judgement.rules.filter(({ outcome }) => outcome === 'fail').length;
  return recommendations.indexOf(judgement.recommendation) * 1000 + Math.min(999, fired);
}
