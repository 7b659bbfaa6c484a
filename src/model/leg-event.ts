import type { Readmitted } from './readmission.ts';

/** How it is known that units came from an earlier shipment. */
export type NamedBy = 'sscc' | 'serial' | 'person';

/** A leg from which units of a product came: a product of an earlier shipment. */
export type EarlierLeg = {
  /** The product of this shipment, by its id. */
  readonly product: string;
  /** The earlier shipment, and its product. */
  readonly shipment: string;
  readonly itsProduct: string;
};

/** Units of a product came from an earlier shipment. */
export type PredecessorNamed = EarlierLeg & {
  readonly kind: 'predecessor-named';
  /** The keys of the lots that came from there; null: all of them. */
  readonly lots: readonly string[] | null;
  readonly by: NamedBy;
};

/** They did not come from there after all. */
export type PredecessorWithdrawn = EarlierLeg & { readonly kind: 'predecessor-withdrawn' };

/** What was used of a product's allowances before its first leg. The last one that was entered counts. */
export type OpeningEntered = {
  readonly kind: 'opening-entered';
  readonly product: string;
  readonly opening:
    | { readonly kind: 'unused'; readonly source: string }
    | {
        readonly kind: 'spent';
        /** Milliseconds by the allowance's id; what is left out is unknown. */
        readonly spent: { readonly [allowance: string]: number };
        /** Freeze-thaw cycles; null: unknown. */
        readonly cycles: number | null;
        readonly source: string;
      }
    /** Takes back what was entered before. */
    | { readonly kind: 'unknown' };
};

/** What words need to know of a signature. */
type SignedByName = { readonly signer: { readonly name: string } };

/** Quality allowed time or cycles again, signed. It lowers nothing that was spent. */
export type TimeReadmitted<Signature = SignedByName> = {
  readonly kind: 'time-readmitted';
  readonly product: string;
  /** The keys of the lots; null: all of them. */
  readonly lots: readonly string[] | null;
  readonly readmitted: Readmitted;
  /** The document on which it rests. */
  readonly document: string;
  readonly reason: string;
  /** Sequence and hash of the last ledger entry that the signer had seen. */
  readonly ledger: { readonly sequence: number; readonly hash: string };
  readonly signature: Signature;
};

/** In the ledger of an earlier shipment: units of it travel on. */
export type FollowedBy = {
  readonly kind: 'followed-by';
  /** The later shipment, and its product. */
  readonly shipment: string;
  readonly product: string;
  /**
   * The product of this shipment that travels on, by its id; absent where the plan names none, and in entries that were
   * made before this was recorded.
   */
  readonly ofProduct?: string;
  /** The keys of its lots that do; absent where they are not known. */
  readonly ofLots?: readonly string[];
};

/** Everything that a ledger says of what was used before a shipment. */
export type LegEvent<Signature = SignedByName> =
  PredecessorNamed | PredecessorWithdrawn | OpeningEntered | TimeReadmitted<Signature> | FollowedBy;
