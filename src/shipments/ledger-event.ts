import type { Role } from '../model/device-role.ts';
import type { EndedBy } from '../evaluation/limit-tracker.ts';
import type { Severity } from '../model/profile.ts';
import type { Route } from '../evaluation/route.ts';
import type { Diagnostic } from '../evaluation/diagnostics/diagnostic.ts';
import type { Recommendation } from '../evaluation/verdict.ts';
import type { Decision } from '../model/decision.ts';
import type { Failure } from '../evaluation/evaluate-record.ts';

/** An excursion as the ledger names it; times are device times, epoch milliseconds. */
export type RecordedExcursion = {
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly from: number;
  /** Null while it goes on. */
  readonly to: number | null;
  readonly firedAt: number;
  readonly observedMs: number;
  /** Null where every value outside was off the sensor's scale. */
  readonly peak: number | null;
  /** Why it ended; null while it goes on. */
  readonly endedBy?: EndedBy | null;
};

/** Where a device last said it was, and when. */
export type Position = { readonly latitude: number; readonly longitude: number; readonly at: number };

/** What can become of a sensor that will not judge any more. */
export const sensorFates = ['broken', 'lost', 'silent'] as const;
export type SensorFate = (typeof sensorFates)[number];

/** Names one version of a profile. */
export type ProfileVersion = { readonly id: string; readonly version: number };

/** What can happen to a shipment that people or the system decide or find. Fields with a "?" came later. */
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
      /** By which the air around the goods is spoken of. */
      readonly ambientProfile?: ProfileVersion | null;
      /** Whom the shipment concerns: subscriptions filter by it. */
      readonly audience: readonly string[];
      /** Who hears of an alarm that nobody acknowledged, one after another. */
      readonly escalation?: readonly string[];
      readonly route?: Route | null;
      /** Names what is told of several shipments together, where all of them travel on it. */
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
      /** Which of its attachments ended, by its beginning; the last where it is not said. */
      readonly since?: number;
      readonly until: number;
    }
  | {
      readonly kind: 'sensor-declared';
      readonly device: string;
      readonly fate: SensorFate;
      /** Device time from which on its readings are not judged. */
      readonly at: number;
    }
  | {
      readonly kind: 'handed-over';
      /** Who has the goods from `at` on, our time. */
      readonly to: string;
      readonly at: number;
    }
  | Passage<'departed'>
  | Passage<'arrived'>
  | {
      /** A departure or an arrival that does not count any more; what was recorded of it stays. */
      readonly kind: 'milestone-withdrawn';
      readonly milestone: 'departed' | 'arrived';
      /** The device time that it had. */
      readonly at: number;
      /** The device whose positions showed it and show it no longer; null: a person takes a declaration back. */
      readonly detectedBy: string | null;
    }
  | Found<'excursion-opened', { readonly excursion: RecordedExcursion }>
  | Found<
      'excursion-closed',
      {
        readonly excursion: RecordedExcursion;
        /** The excursion that this one turned out to be part of. */
        readonly mergedInto: string | null;
      }
    >
  | Found<'excursion-withdrawn', { readonly excursion: RecordedExcursion }>
  | Found<
      'alarm-cleared',
      {
        readonly rule: string;
        readonly at: number;
        /** Nobody saw the rule hold: its last excursion ended with the time that is judged. */
        readonly isUnseen?: boolean;
      }
    >
  | Found<'alarm-escalated', { readonly rule: string; readonly severity: Severity; readonly to: string }>
  | { readonly kind: 'alarm-acknowledged'; readonly rule: string; readonly comment: string }
  | Found<'contact-lost', { readonly at: number }>
  | Found<'contact-restored', { readonly at: number; readonly late?: LateReadings | null }>
  | Found<'finding-opened', { readonly finding: Diagnostic }>
  | Found<'finding-closed', { readonly finding: Diagnostic }>
  | SignedReceipt
  | Found<
      'release-contradicted',
      {
        /** Sequence of the signed entry. */
        readonly signed: number;
        readonly recommendation: Recommendation;
        /** What failed since, or failed worse, and how far. */
        readonly failed: readonly FailedRule[];
      }
    >;

/** A pharmacist's decision on receipt, with what proves who took it. It stays; a correction is another one. */
export type SignedReceipt = {
  readonly kind: 'receipt-signed';
  readonly decision: Decision;
  /** Which lots are released, where only some are. */
  readonly lots: readonly string[];
  readonly reason: string;
  /** What was recommended, and what had failed, when it was signed. */
  readonly recommendation: Recommendation;
  readonly failed: readonly FailedRule[];
  /** What the verdict alone recommended, which may be more than the checks on receipt let through. */
  readonly judged: Recommendation;
  /** As of when it was judged, and the last ledger entry that was looked at. */
  readonly judgedAt: number;
  readonly ledgerHead: number;
  /** SHA-256 of the canonical JSON of the evidence that was looked at. */
  readonly evidence: string;
  /** Sequence of the signed entry that this one takes the place of. */
  readonly corrects: number | null;
  readonly signature: Signature;
};

/** What proves a signature: an ID token of a step-up whose nonce is the hash of what was signed. */
export type Signature = {
  readonly challenge: string;
  readonly signer: Signer;
  /** When the identity provider asked for the password; epoch milliseconds. */
  readonly signedAt: number;
  /** When the token ceases to be valid: until then nobody is shown it. */
  readonly tokenExpiresAt: number;
  readonly tokenSha256: string;
  /** RFC 7638 thumbprint of the key that the token is signed with. */
  readonly keyThumbprint: string;
};

/** Who signs, by the identity provider. */
export type Signer = {
  readonly subject: string;
  readonly username: string;
  /** As it is printed beside the signature. */
  readonly name: string;
};

/** What was read while nothing was heard, and came later. */
export type LateReadings = { readonly readings: number; readonly from: number; readonly to: number };

/** A boundary of phases, in device time: inferred from a device's positions, or declared by a person (null). */
type Passage<Kind extends string> = {
  readonly kind: Kind;
  readonly at: number;
  readonly detectedBy: string | null;
};

/** What the system finds out about a device of the shipment. */
type Found<Kind extends string, Details> = {
  readonly kind: Kind;
  readonly device: string;
  readonly position: Position | null;
} & Details;

/** An arrival that the positions of a device show, and that a person is asked to confirm. */
export type InferredArrival = Passage<'arrived'> & { readonly detectedBy: string };

/** Facts that people can be told of. */
export type NotifiableEvent =
  | Exclude<Extract<LedgerEvent, { position: unknown }>, { kind: 'excursion-closed' | 'finding-closed' }>
  | InferredArrival;

/** The sensor that a fact comes from. */
export function sensorOf(fact: NotifiableEvent): string {
  return 'device' in fact ? fact.device : fact.detectedBy;
}

/** A rule that failed: which sensor's ("device#2" where it came back), and how far. */
export type FailedRule = Failure & { readonly device: string };
