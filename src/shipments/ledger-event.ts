import type { Decision, Recommendation, Role, SensorFate, Severity } from '../model/enumerations.ts';
import type { EndedBy } from '../model/verdict.ts';
import type { Route } from '../evaluation/route.ts';
import type { Diagnostic } from '../evaluation/diagnostics/diagnostic.ts';
import type { Failure } from '../evaluation/evaluate-record.ts';
import type { LoggerAlarm } from '../logger-files/logger-file.ts';
import type { FileReadingAnswers } from '../model/attached-file.ts';
/** An excursion as the ledger identifies it. Times are device times in epoch milliseconds. */
export type RecordedExcursion = {
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly from: number;
  /** Null while the excursion lasts. */
  readonly to: number | null;
  readonly firedAt: number;
  readonly observedMs: number;
  /** Null where every value outside was off the sensor's scale. */
  readonly peak: number | null;
  /** Why the excursion ended; null while it lasts. */
  readonly endedBy?: EndedBy | null;
};

/** A device's last known position, and when it was there. */
export type Position = { readonly latitude: number; readonly longitude: number; readonly at: number };
/** Identifies one version of a profile. */
export type ProfileVersion = { readonly id: string; readonly version: number };

/** Everything that people or the system can record about a shipment. Fields with a "?" were added later. */
export type LedgerEvent =
  | {
      readonly kind: 'shipment-created';
      readonly goods: string;
      /** Serial shipping container code of the logistic unit, 18 digits. */
      readonly sscc?: string | null;
      /** Lots of the goods, so that some of them can be released. */
      readonly lots?: readonly string[];
      readonly origin: string;
      readonly destination: string;
      readonly site: string;
      readonly profile: ProfileVersion;
      /** The profile for the air around the goods. */
      readonly ambientProfile?: ProfileVersion | null;
      /** The audiences of the shipment; notification subscriptions filter by them. */
      readonly audience: readonly string[];
      /** The audiences to notify, one after another, of an alarm that nobody acknowledged. */
      readonly escalation?: readonly string[];
      readonly route?: Route | null;
      /** The vehicle. Notifications about several shipments on the same vehicle are merged under this name. */
      readonly vehicle?: string | null;
    }
  | {
      readonly kind: 'device-attached';
      readonly device: string;
      readonly since: number;
      readonly intervalMs: number;
      readonly role?: Role;
      readonly profile?: ProfileVersion;
      readonly calibratedUntil?: number | null;
    }
  | {
      readonly kind: 'device-detached';
      readonly device: string;
      /** Beginning of the attachment that ended. Without it, the device's last attachment is meant. */
      readonly since?: number;
      readonly until: number;
    }
  | {
      readonly kind: 'sensor-declared';
      readonly device: string;
      readonly fate: SensorFate;
      /** Device time from which on its readings are not evaluated. */
      readonly at: number;
    }
  | {
      /** A file came to the shipment; its bytes are in the archive. */
      readonly kind: 'file-received';
      readonly file: { readonly name: string; readonly sha256: string; readonly bytes: number };
    }
  | FileAttached
  | {
      /** A file that cannot be read, or that the shipment does not accept. */
      readonly kind: 'file-refused';
      readonly sha256: string;
      readonly reason: string;
    }
  | FileSetAside
  | FileCompared
  | {
      readonly kind: 'handed-over';
      /** The holder of the goods from `at` (server time) on. */
      readonly to: string;
      readonly at: number;
    }
  | Passage<'departed'>
  | Passage<'arrived'>
  | {
      /** A departure or an arrival that no longer counts. Its earlier entries stay in the ledger. */
      readonly kind: 'milestone-withdrawn';
      readonly milestone: 'departed' | 'arrived';
      /** The device time of the withdrawn milestone. */
      readonly at: number;
      /**
       * The device whose positions showed the milestone and no longer do. Null where a person withdraws a
       * declaration.
       */
      readonly detectedBy: string | null;
    }
  | DetectedEvent<'excursion-opened', { readonly excursion: RecordedExcursion }>
  | DetectedEvent<
      'excursion-closed',
      {
        readonly excursion: RecordedExcursion;
        /** The excursion that this one turned out to be part of. */
        readonly mergedInto: string | null;
      }
    >
  | DetectedEvent<'excursion-withdrawn', { readonly excursion: RecordedExcursion }>
  | DetectedEvent<
      'alarm-cleared',
      {
        readonly rule: string;
        readonly at: number;
        /** The rule was never seen to be met again, because the last excursion ended with the evaluated time. */
        readonly isUnseen?: boolean;
      }
    >
  | DetectedEvent<
      'alarm-escalated',
      { readonly rule: string; readonly severity: Severity; readonly to: string }
    >
  | { readonly kind: 'alarm-acknowledged'; readonly rule: string; readonly comment: string }
  | DetectedEvent<'contact-lost', { readonly at: number }>
  | DetectedEvent<'contact-restored', { readonly at: number; readonly late?: LateReadings | null }>
  | DetectedEvent<'finding-opened', { readonly finding: Diagnostic }>
  | DetectedEvent<'finding-closed', { readonly finding: Diagnostic }>
  | SignedReceipt
  | DetectedEvent<
      'release-contradicted',
      {
        /** Sequence of the signed entry. */
        readonly signed: number;
        readonly recommendation: Recommendation;
        /** The rules that failed since, with how far. */
        readonly failed: readonly FailedRule[];
      }
    >;

/**
 * A file was read and becomes a sensor of the goods: how it was read, and what it says. Its readings are the device's
 * record once the device is attached and they are appended. Times are device times in epoch milliseconds.
 */
export type FileAttached = {
  readonly kind: 'file-attached';
  readonly sha256: string;
  readonly device: string;
  /** One sentence on how it was read, and the version of the readers. */
  readonly reader: { readonly format: string; readonly version: number };
  readonly answers: FileReadingAnswers;
  readonly serial: string | null;
  readonly timeZone: string | null;
  /** The distinct readings from `since` on, unreadable values included. */
  readonly readings: number;
  /** From when on its readings are the shipment's. */
  readonly since: number;
  readonly intervalMs: number;
  /** The first and the last reading of the file. */
  readonly from: number;
  readonly to: number;
  /** The readings before `since`, which are not evaluated; null where there are none. */
  readonly leftOut: FileReadingsLeftOut | null;
  readonly rowsWithoutTime: number;
  /** Says which rows have no readable time; empty where every row has one. */
  readonly withoutTime: readonly string[];
  readonly loggerAlarms: readonly LoggerAlarm[];
};

/** Readings of a file from before the time from which it counts, as a person stated it. Device time, epoch milliseconds. */
export type FileReadingsLeftOut = {
  readonly readings: number;
  readonly from: number;
  readonly to: number;
  /** Their lowest and highest temperature in degrees Celsius; null where no temperature could be read. */
  readonly temperature: { readonly lowest: number; readonly highest: number } | null;
};

/** A file no longer counts for the shipment. */
export type FileSetAside = FileDifference & {
  readonly kind: 'file-set-aside';
  readonly sha256: string;
  readonly device: string;
  readonly reason: string;
  /** The file of the same logger that a person named as the source of record; null where there is none. */
  readonly inFavourOf: string | null;
  /** The answers by which it was read to compare the two; null if it was not. */
  readonly compared: { readonly answers: FileReadingAnswers } | null;
};

/** What a file has that another one of the same logger does not have. */
export type FileDifference = {
  /** How many of its readings, rows without a readable time among them, and the first of them in words. */
  readonly differing: number;
  readonly firstDiffering: string | null;
  /** When it was read, device time in epoch milliseconds; null if that is unknown, or there is none. */
  readonly firstDifferingAt: number | null;
};

/**
 * A file that was set aside was compared with files that are attached, so that nobody hides what a logger has read by
 * setting one of its files aside and giving another.
 */
export type FileCompared = {
  readonly kind: 'file-compared';
  readonly sha256: string;
  /** The attached files that it was compared with, by their SHA-256. */
  readonly with: readonly string[];
  /** Those of the same logger, with what each lacks, and the answers by which the file that was set aside was read. */
  readonly sameLogger: readonly (FileDifference & {
    readonly sha256: string;
    readonly answers: FileReadingAnswers;
  })[];
};

/**
 * A pharmacist's decision on receipt, with proof of who signed it. It is never changed; a correction is a further
 * entry.
 */
export type SignedReceipt = {
  readonly kind: 'receipt-signed';
  readonly decision: Decision;
  /** The released lots, where only some are released. */
  readonly lots: readonly string[];
  readonly reason: string;
  /** The recommendation and the failed rules at the time of signing. */
  readonly recommendation: Recommendation;
  readonly failed: readonly FailedRule[];
  /** The verdict's own recommendation, which may be more favourable than what the receipt checks allow. */
  readonly judged: Recommendation;
  /** The moment as of which the shipment was evaluated, and the last ledger entry that was included. */
  readonly judgedAt: number;
  readonly ledgerHead: number;
  /** SHA-256 of the canonical JSON of the evidence on which the decision was based. */
  readonly evidence: string;
  /** Sequence of the signed entry that this one replaces. */
  readonly corrects: number | null;
  readonly signature: Signature;
};

/** Proof of a signature: an ID token from a step-up sign-in whose nonce is the hash of the signed content. */
export type Signature = {
  readonly challenge: string;
  readonly signer: Signer;
  /** When the identity provider asked for the password, in epoch milliseconds. */
  readonly signedAt: number;
  /** When the token expires. It is not disclosed to anyone before then. */
  readonly tokenExpiresAt: number;
  readonly tokenSha256: string;
  /** RFC 7638 thumbprint of the key that signed the token. */
  readonly keyThumbprint: string;
};

/** The signer, as the identity provider identifies them. */
export type Signer = {
  readonly subject: string;
  readonly username: string;
  /** The name as printed next to the signature. */
  readonly name: string;
};

/** Readings taken while the device was offline and delivered later. */
export type LateReadings = { readonly readings: number; readonly from: number; readonly to: number };

/**
 * A milestone, in device time. It is inferred from a device's positions, or declared by a person (`detectedBy` is
 * null).
 */
type Passage<Kind extends string> = {
  readonly kind: Kind;
  readonly at: number;
  readonly detectedBy: string | null;
};

/** An event that the system detects about a device of the shipment. */
type DetectedEvent<Kind extends string, Details> = {
  readonly kind: Kind;
  readonly device: string;
  readonly position: Position | null;
} & Details;

/** An arrival that a device's positions show, and that a person is asked to confirm. */
export type InferredArrival = Passage<'arrived'> & { readonly detectedBy: string };

/** Ledger events that people can be notified of. */
export type NotifiableEvent =
  | Exclude<Extract<LedgerEvent, { position: unknown }>, { kind: 'excursion-closed' | 'finding-closed' }>
  | InferredArrival;

/** The sensor that an event comes from. */
export function sensorOf(fact: NotifiableEvent): string {
  return 'device' in fact ? fact.device : fact.detectedBy;
}

/** A rule that failed, with its sensor ("device#2" where the device came back) and how far it failed. */
export type FailedRule = Failure & { readonly device: string };
