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
import { termsOf } from '../evaluation/evaluation-context.ts';
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
  /** What the judgement was folded from. */
  readonly answers: Answers;
  /** The rules that judge and failed, with how far. */
  readonly failed: readonly Failure[];
  /** What is not delivered yet, as far as the readings tell: it may come late. */
  readonly pending: readonly Pending[];
  readonly calibratedUntil: number | null;
  /** Whether the profile requires that it is known. */
  readonly calibrationRequired: boolean;
};

/** The end of a span of which a channel has nothing, nor anything later. */
export type Pending = { readonly channel: string; readonly from: number; readonly to: number };

/** A shipment's verdict: that of its worst deciding sensor, with every sensor's own. */
export type ShipmentVerdict = {
  readonly shipment: string;
  readonly asOf: number;
  readonly recommendation: Recommendation;
  /** The deciding sensor with the worst verdict; null where none decides. */
  readonly worst: string | null;
  readonly reasons: readonly string[];
  readonly disagreements: readonly Diagnostic[];
  /** Says in which time no sensor of the goods judged them; null where there is none. */
  readonly unwatched: string | null;
  /** When the goods departed and arrived: as declared, and as the positions of all sensors of theirs show it. */
  readonly journey: Required<PhaseBoundaries>;
  /** What speaks against a declared departure or arrival, a sentence each. */
  readonly contested: readonly string[];
  /** What sensors of the goods read while they were attached and nobody judged, a sentence each. */
  readonly unjudged: readonly string[];
  /** What sensors of the goods said after the time that is judged and nobody understood, a sentence each. */
  readonly notUnderstoodLater: readonly string[];
  readonly sensors: readonly SensorVerdict[];
};

/** What was read under an attachment, and its profile with the device's own interval. */
export type Record = { readonly readings: readonly Reading[]; readonly profile: Profile };

/**
 * Judges a shipment as of a moment: each attachment on its own, never summed. The sensors of the goods decide, also
 * one that was declared broken, up to then; a spare decides once it has taken its place.
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
  const { terms, from, to, open } = spanOf(entries, attachment, profile, asOf, phases);
  const { judgement, answers, failed, usedChannels } = evaluateRecordWithAnswers(
    deviceRecordOf(readings.filter(({ at }) => at >= since)),
    // A spare's record is judged in full here, for whoever wants to know.
    profile,
    {
      from,
      to,
      open,
      phases: terms.phases,
      known: {
        route: terms.route,
        calibratedUntil: terms.calibratedUntil,
        findings: outagesOf(entries, device, from, to),
        notUnderstood: notUnderstoodIn(entries, attachment, { from, to }),
      },
    },
  );
  return {
    device,
    role,
    // What was taken off again within its interval says something only where it read what may not be.
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

/** A sensor that went on reading after the span has delivered it: what is missing then was never read. */
function pendingOf(
  { series, unreadable }: DeviceRecord,
  channels: readonly Channel[],
  { maxGapMs }: Profile,
  { from, to }: { from: number; to: number },
): Pending[] {
  return channels.flatMap((channel) => {
    // What could not be read was delivered as well.
    const last = Math.max(
      from,
      series.get(channel)?.at(-1)?.at ?? from,
      unreadable.get(channel)?.at(-1)?.at ?? from,
    );
    return to - last > maxGapMs ? [{ channel, from: last, to }] : [];
  });
}

/** What people declared of the journey, and what the positions of all sensors of the goods show, as of a moment. */
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

/** What of an attachment is judged as of a moment, and by which terms; open where it may go on. */
export function spanOf(
  entries: readonly Entry[],
  attachment: Attachment,
  profile: Profile,
  asOf: number,
  phases: PhaseBoundaries,
) {
  const { route = null } = shipmentOf(entries);
  const terms = termsOf(profile, { ...attachment, phases }, route);
  const ends = [terms.until, attachment.detachedAt].filter((end) => end !== null);
  const to = Math.max(terms.since, ends.length === 0 ? asOf : Math.min(...ends, asOf));
  return { terms, from: terms.since, to, open: ends.every((end) => end > asOf) };
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
