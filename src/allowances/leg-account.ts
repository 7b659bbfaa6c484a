import type { Profile } from '../model/profile.ts';
import type { Reading } from '../model/reading.ts';
import { type SensorAccount, type SensorRecord, sensorAccountOf } from './sensor-account.ts';

/** What was used of a product's allowances before its first leg, as a person entered it. */
export type Opening =
  | { readonly kind: 'unused'; readonly source: string; readonly reason: string }
  | {
      readonly kind: 'spent';
      /** In milliseconds, by the allowance's id; what is left out is unknown. */
      readonly spent: { readonly [allowance: string]: number };
      /** Freeze-thaw cycles; null: unknown. */
      readonly cycles: number | null;
      readonly source: string;
      readonly reason: string;
    }
  | { readonly kind: 'unknown' };

/** A leg from which the units came. */
export type PredecessorLink = {
  readonly shipment: string;
  /** The product of that shipment. */
  readonly product: string;
  /** The lots (keys of the later leg) that came from there; null: all of them. */
  readonly lots: readonly string[] | null;
  readonly by: 'sscc' | 'serial' | 'person';
};

/** What the codes by which a later leg named an earlier one do not prove, as both plans said when they were compared. */
export type NotProven = {
  /** The later leg, and how it named the earlier one. */
  readonly shipment: string;
  readonly product: string;
  readonly by: PredecessorLink['by'];
  /** Nothing at all, or only where the units came from whose serial numbers both plans have. */
  readonly proves: 'nothing' | 'some units';
  /** What no longer holds of the earlier leg, as "was named by SSCC …, which it no longer has"; or the other units. */
  readonly why: string;
};

/** Time or cycles that quality allowed again, signed. It lowers nothing that was spent. */
export type Readmission = {
  /** Keys of the leg's lots; null: all of them. */
  readonly lots: readonly string[] | null;
  readonly by: string;
  readonly reason: string;
  readonly document: string;
  /** When it was signed, ISO 8601. */
  readonly at: string;
} & ({ readonly allowance: string; readonly ms: number } | { readonly cycles: number });

/** One product's time with one shipment. Plain JSON, times in epoch milliseconds. */
export type LegAccount = {
  readonly shipment: string;
  readonly product: string;
  /** Keys of its lots: the number, or `<product>/<number>` where two products have the number. */
  readonly lots: readonly string[];
  /** When the leg began and ended, both ends included. Time of it that no sensor covers is a gap. */
  readonly from: number;
  readonly to: number;
  /** The hash of the newest ledger entry that it was computed from. */
  readonly ledgerHead: string;
  readonly sensors: readonly SensorAccount[];
  /** Null: nobody entered one. */
  readonly opening: Opening | null;
  readonly predecessors: readonly PredecessorLink[];
  readonly readmissions: readonly Readmission[];
  /** What later legs must not conclude from their codes; absent where these prove everything. */
  readonly notProven?: readonly NotProven[];
  /** On an earlier leg: what the decision in force there says of each lot; absent before there is one. */
  readonly decided?: readonly DecidedLot[];
};

/** What was decided on a lot; `lot` is its number, null: the product, of which no lot is named. */
export type DecidedLot = {
  readonly lot: string | null;
  readonly fate: 'released' | 'quarantined' | 'rejected';
  /** When the decision was recorded, epoch milliseconds. */
  readonly recordedAt: number;
};

/** What a leg consists of, apart from its sensors' accounts. */
export type LegFacts = Omit<LegAccount, 'sensors'>;

/** A sensor's record with the readings of which it consists. */
export type SensorOfLeg = SensorRecord & { readonly readings: readonly Reading[] };

/** A leg before any allowance is applied to its sensors' records. */
export type LegRecord = { readonly facts: LegFacts; readonly sensors: readonly SensorOfLeg[] };

/** Applies the allowances of the profile that judges to the sensors that stand for a product on a leg. */
export function legAccountOf(
  facts: LegFacts,
  sensors: readonly SensorRecord[],
  profile: Pick<Profile, 'allowances' | 'freezeThaw' | 'longestGapMs'>,
): LegAccount {
  return { ...facts, sensors: sensors.map((sensor) => sensorAccountOf(sensor, profile)) };
}

/** The lot's number in its key. */
export function lotNumberOf(key: string, product: string): string {
  return key.startsWith(`${product}/`) ? key.slice(product.length + 1) : key;
}
