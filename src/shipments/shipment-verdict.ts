import { type Attachment, type Entry, attachmentsRecorded, shipmentOf } from './ledger.ts';
import { journeyRecorded } from './milestones.ts';
import { boundariesOf, positionsWithGoods } from './inferred-journey.ts';
import { contestedDeclarations } from './contested-declarations.ts';
import { type Answers, type Failure, evaluateRecordWithAnswers } from '../evaluation/evaluate-record.ts';
import { sensorDeviationsOf } from '../evaluation/sensor-deviation.ts';
import { usedChannelsOf } from '../evaluation/measure-record.ts';
import { notUnderstoodAfter, notUnderstoodIn } from './messages-not-understood.ts';
import type { Profile } from '../model/profile.ts';
import type { Channel, Reading } from '../model/reading.ts';
import { type DeviceRecord, type Series, recordOf as deviceRecordOf } from '../evaluation/series.ts';
import { withoutFaultCodes } from '../evaluation/classify-samples.ts';
import type { Diagnostic } from '../evaluation/diagnostics/diagnostic.ts';
import { outagesOf } from './outages.ts';
import type { PhaseBoundaries } from '../evaluation/span.ts';
import { evaluationContextOf } from '../evaluation/evaluation-context.ts';
import { type RecordVerdict, type Recommendation, recommendations } from '../evaluation/verdict.ts';
import { unevaluatedReadings } from './unevaluated-readings.ts';
import { coverageGapInWords } from './coverage-gaps.ts';
import { moment } from '../model/wording.ts';

/** One sensor's own verdict. */
export type SensorVerdict = {
  readonly device: string;
  readonly role: Attachment['role'];
  /** Whether its verdict counts for the shipment's. */
  readonly decides: boolean;
  readonly profile: Attachment['profile'];
  readonly judgement: RecordVerdict;
  /** The check results from which the sensor's verdict was combined. */
  readonly answers: Answers;
  /** The deciding rules that failed, with how far. */
  readonly failed: readonly Failure[];
  /** Data that the readings show to be undelivered so far, and that may still come. */
  readonly pending: readonly Pending[];
  readonly calibratedUntil: number | null;
  /** Whether the profile requires a known calibration. */
  readonly calibrationRequired: boolean;
};

/** The end of a span for which a channel has no data, and none after it. */
export type Pending = { readonly channel: string; readonly from: number; readonly to: number };

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

/** The readings of an attachment, and its profile with the device's own reporting interval. */
export type Record = { readonly readings: readonly Reading[]; readonly profile: Profile };

/**
 * Evaluates a shipment as of a moment (epoch milliseconds). Each attachment is evaluated on its own; durations are
 * never summed across attachments. The sensors of the goods decide, including one that was declared broken, up to
 * that time. A spare decides once it has replaced a sensor.
 */
export function evaluateShipment(
  entries: readonly Entry[],
  recordOf: (attachment: Attachment) => Record,
  asOf: number,
): ShipmentVerdict {
  const attachments = attachmentsRecorded(entries);
  const ofGoods = attachments
    .filter(({ role }) => role === 'product')
    .map((attachment) => {
      const { readings, profile } = recordOf(attachment);
      const record = deviceRecordOf(readings.filter(({ at }) => at >= attachment.since));
      return { attachment, record, series: record.series, profile };
    });
  const phases = phasesOf(entries, ofGoods, asOf);
  const sensors = attachments.map((attachment) =>
    evaluateAttachment(entries, attachment, recordOf(attachment), asOf, phases),
  );
  const deciding = sensors.filter(({ decides }) => decides);
  const worst = deciding.reduce<SensorVerdict | null>(
    (a, b) => (a === null || rank(b) > rank(a) ? b : a),
    null,
  );
  const bounds = attachments.filter(({ role }) => role === 'product').map((each) => recordOf(each).profile);
  const unwatched = deciding.length === 0 ? null : coverageGapInWords(entries, deciding, asOf, bounds);
  const disagreements = sensorDeviationsOf(
    attachments
      .filter(({ role }) => role === 'product')
      .map((attachment) => {
        const { readings, profile } = recordOf(attachment);
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
      ...(worst === null
        ? ['No sensor of the goods was attached: there is no record to judge.']
        : worst.judgement.reasons.map((reason) => `${worst.device}: ${reason}`)),
      ...deciding
        .filter((each) => each !== worst && each.judgement.recommendation !== 'release')
        .map(({ device, judgement }) => `${device} recommends ${judgement.recommendation} too.`),
      ...(unwatched === null ? [] : [unwatched]),
      ...contested,
      ...disagreements.map(({ sentence }) => sentence),
      ...declarations(entries),
    ],
    disagreements,
    unwatched,
    journey: phases,
    contested,
    unjudged: ofGoods.flatMap(({ attachment, record, profile }) => {
      const { from, to } = spanOf(entries, attachment, profile, asOf, phases);
      const channels = usedChannelsOf(profile);
      return unevaluatedReadings({
        record,
        attachment,
        channels,
        from,
        to,
        arrivedAt: phases.arrivedAt,
        asOf,
      });
    }),
    notUnderstoodLater: ofGoods.flatMap(({ attachment, record, profile }) => {
      const { to } = spanOf(entries, attachment, profile, asOf, phases);
      return notUnderstoodAfter(record, attachment, to, Math.min(asOf, attachment.detachedAt ?? asOf)) ?? [];
    }),
    sensors,
  };
}

function atLeastQuarantine(recommendation: Recommendation, isUncertain: boolean): Recommendation {
  return recommendation === 'release' && isUncertain ? 'quarantine' : recommendation;
}

function evaluateAttachment(
  entries: readonly Entry[],
  attachment: Attachment,
  { readings, profile }: Record,
  asOf: number,
  phases: PhaseBoundaries,
): SensorVerdict {
  const { device, role, since, calibratedUntil } = attachment;
  const { context, from, to, open } = spanOf(entries, attachment, profile, asOf, phases);
  const { judgement, answers, failed, usedChannels } = evaluateRecordWithAnswers(
    deviceRecordOf(readings.filter(({ at }) => at >= since)),
    // A spare's record is evaluated in full here, for anyone who wants to see it.
    profile,
    {
      from,
      to,
      open,
      phases: context.phases,
      known: {
        route: context.route,
        calibratedUntil: context.calibratedUntil,
        findings: outagesOf(entries, device, from, to),
        notUnderstood: notUnderstoodIn(entries, attachment, { from, to }),
      },
    },
  );
  return {
    device,
    role,
    // A sensor that was detached within one interval counts only where a rule failed.
    decides: role === 'product' && (open || to - from >= profile.reportingIntervalMs || failed.length > 0),
    profile: attachment.profile,
    judgement,
    answers,
    failed,
    pending: pendingOf(deviceRecordOf(readings), usedChannels, profile, { from, to }),
    calibratedUntil,
    calibrationRequired: profile.calibrationRequired,
  };
}

/**
 * A sensor that kept reading after the span has delivered everything inside it. Whatever is still missing then was
 * never read.
 */
function pendingOf(
  { series, unreadable }: DeviceRecord,
  channels: readonly Channel[],
  { maxGapMs }: Profile,
  { from, to }: { from: number; to: number },
): Pending[] {
  return channels.flatMap((channel) => {
    // Unreadable values were delivered too.
    const last = Math.max(
      from,
      series.get(channel)?.at(-1)?.at ?? from,
      unreadable.get(channel)?.at(-1)?.at ?? from,
    );
    return to - last > maxGapMs ? [{ channel, from: last, to }] : [];
  });
}

/** The journey as people declared it, and as the positions of all sensors of the goods show it, as of a moment. */
function phasesOf(
  entries: readonly Entry[],
  ofGoods: readonly { readonly attachment: Attachment; readonly series: Series }[],
  asOf: number,
): Required<PhaseBoundaries> {
  return boundariesOf(
    journeyRecorded(entries),
    shipmentOf(entries).route ?? null,
    ofGoods.map(({ attachment, series }) => ({
      attachment,
      positions: positionsWithGoods(series.get('location') ?? [], attachment, asOf),
    })),
  );
}

/**
 * The span of an attachment that is evaluated as of a moment, with its evaluation context. `open` is true where the
 * span may continue.
 */
export function spanOf(
  entries: readonly Entry[],
  attachment: Attachment,
  profile: Profile,
  asOf: number,
  phases: PhaseBoundaries,
) {
  const { route = null } = shipmentOf(entries);
  const context = evaluationContextOf(profile, { ...attachment, phases }, route);
  const ends = [context.until, attachment.detachedAt].filter((end) => end !== null);
  const to = Math.max(context.since, ends.length === 0 ? asOf : Math.min(...ends, asOf));
  return { context, from: context.since, to, open: ends.every((end) => end > asOf) };
}

function declarations(entries: readonly Entry[]): string[] {
  return entries.flatMap(({ fact, why, by }) =>
    fact.kind === 'sensor-declared'
      ? [
          `${fact.device} was declared ${fact.fate} as of ${moment(fact.at)} by ${by}: ${why}. What it read later was not judged.`,
        ]
      : [],
  );
}

function rank({ judgement }: SensorVerdict): number {
  const fired = judgement.rules.filter(({ outcome }) => outcome === 'fail').length;
  return recommendations.indexOf(judgement.recommendation) * 1000 + Math.min(999, fired);
}
