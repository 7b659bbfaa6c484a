import type { Recommendation, Role, SensorFate, Severity } from '../model/enumerations.ts';
import type { ProfileVersion, ShipmentPlan } from '../model/shipment-plan.ts';
import type { LegEvent } from '../model/leg-event.ts';
import type { EndedBy } from '../model/verdict.ts';
import type { Diagnostic } from '../evaluation/diagnostics/diagnostic.ts';
import type { FileAttached, FileCompared, FileSetAside } from './file-event.ts';
import type { LinkCreated, LinkOpened, LinkRevoked } from './link-event.ts';
import type { FailedRule, Signature, SignedReceipt } from './signed-receipt.ts';

export type { ProfileVersion, ShipmentPlan };

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
/** Everything that people or the system can record about a shipment. Fields with a "?" were added later. */
export type LedgerEvent =
  | ({ readonly kind: 'shipment-created' } & ShipmentPlan)
  | {
      /** The whole plan as it is from now on; the entry's reason says why. */
      readonly kind: 'plan-changed';
      readonly plan: ShipmentPlan;
    }
  | {
      /** The shipment does not take place. */
      readonly kind: 'shipment-cancelled';
    }
  | {
      readonly kind: 'device-attached';
      readonly device: string;
      readonly since: number;
      readonly intervalMs: number;
      readonly role?: Role;
      readonly profile?: ProfileVersion;
      readonly calibratedUntil?: number | null;
      /** The ids of the products that it stands for; absent where it stands for all. */
      readonly products?: readonly string[];
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
  | LegEvent<Signature>
  | LinkCreated
  | LinkOpened
  | LinkRevoked
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
        /** The id of the product whose release it contradicts, where there are several. */
        readonly product?: string;
        readonly recommendation: Recommendation;
        /** The rules that failed since, with how far. */
        readonly failed: readonly FailedRule[];
        /** The earlier shipments of which something became known that contradicts it; absent where its own readings do. */
        readonly legs?: readonly string[];
      }
    >;

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
