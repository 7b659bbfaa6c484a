import { isFileDevice } from '../model/attached-file.ts';
import { lackingOfFile } from './files.ts';
import { type Attachment, type Entry, isSetAside, shipmentOf } from './ledger.ts';
import { type Answers, type Failure, evaluateRecordWithAnswers } from '../evaluation/evaluate-record.ts';
import { notUnderstoodIn } from './messages-not-understood.ts';
import type { Product } from '../model/product.ts';
import type { Profile } from '../model/profile.ts';
import type { Channel, Reading } from '../model/reading.ts';
import { recordSince } from '../evaluation/record-since.ts';
import type { DeviceRecord } from '../evaluation/series.ts';
import { outagesOf } from './connectivity.ts';
import type { PhaseBoundaries } from '../evaluation/span.ts';
import { evaluationContextOf } from '../evaluation/evaluation-context.ts';
import type { RecordVerdict } from '../model/verdict.ts';

/** One sensor's own verdict. */
export type SensorVerdict = {
  readonly device: string;
  /** The product that it was evaluated for; absent where the shipment has one, and for the air around the goods. */
  readonly product?: Product;
  /** Its attachment; a device that came back has several. */
  readonly since: number;
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

/** The readings of an attachment, and its profile with the device's own reporting interval. */
export type Record = { readonly readings: readonly Reading[]; readonly profile: Profile };

/** Evaluates what one sensor has read for a shipment, as of a moment (epoch milliseconds). */
export function evaluateAttachment(
  entries: readonly Entry[],
  attachment: Attachment,
  { readings, profile }: Record,
  asOf: number,
  phases: PhaseBoundaries,
): SensorVerdict {
  const { device, role, since, calibratedUntil } = attachment;
  const { context, from, to, open } = spanOf(entries, attachment, profile, asOf, phases);
  const { judgement, answers, failed, usedChannels } = evaluateRecordWithAnswers(
    recordSince(readings, since),
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
        notUnderstood: [
          ...notUnderstoodIn(entries, attachment, { from, to }),
          ...lackingOfFile(entries, attachment, readings),
        ],
      },
    },
  );
  return {
    device,
    since,
    role,
    // A sensor that was detached within one interval counts only where a rule failed.
    decides:
      role === 'product' &&
      !isSetAside(attachment) &&
      (open || to - from >= profile.reportingIntervalMs || failed.length > 0),
    profile: attachment.profile,
    judgement,
    answers,
    failed,
    // Nothing that a file does not have is still to come.
    pending: isFileDevice(device)
      ? []
      : pendingOf(recordSince(readings), usedChannels, profile, { from, to }),
    calibratedUntil,
    calibrationRequired: profile.calibrationRequired,
  };
}

/**
 * A sensor that kept reading after the span has delivered everything inside it. Whatever is still missing then was
 * never read.
 */
export function pendingOf(
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

/** A sensor's name for people, with the product that it was evaluated for: "Vaccine A, lid". */
export function sensorName({ device, product }: Pick<SensorVerdict, 'device' | 'product'>): string {
  return product === undefined ? device : `${product.name}, ${device}`;
}
