import type { Failure } from '../evaluation/evaluate-record.ts';
import type { Decision, Recommendation } from '../model/enumerations.ts';

/**
 * A pharmacist's decision on receipt, with proof of who signed it. It is never changed; a correction is a further
 * entry.
 */
export type SignedReceipt = {
  readonly kind: 'receipt-signed';
  readonly decision: Decision;
  /** The released lots, where only some are released. */
  readonly lots: readonly string[];
  /** The rejected lots, where some are rejected and not all; absent where none is. */
  readonly rejected?: readonly string[];
  readonly reason: string;
  /** The recommendation and the failed rules at the time of signing. */
  readonly recommendation: Recommendation;
  readonly failed: readonly FailedRule[];
  /** The verdict's own recommendation, which may be more favourable than what the receipt checks allow. */
  readonly judged: Recommendation;
  /** Both recommendations for each product; absent where the receipt has no products. */
  readonly products?: readonly RecommendedProduct[];
  /**
   * The allowances that had failed, lot by lot; absent where no product has allowances, and in older entries, which name
   * only what had failed for every lot of a product, among `failed`.
   */
  readonly allowancesFailed?: readonly FailedAllowance[];
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

/** A rule that failed, with its sensor ("device#2" where the device came back) and how far it failed. */
export type FailedRule = Failure & {
  readonly device: string;
  /** The id of the product that it failed for, where there are several. */
  readonly product?: string;
  /** The keys of the lots that an allowance failed for; absent: all of the product. */
  readonly lots?: readonly string[];
};

/** An allowance, or the freeze-thaw cycles, that failed for a lot; its name is its key, and null stands for goods of which no lot is named. */
export type FailedAllowance = {
  readonly product: string;
  readonly lot: string | null;
  readonly rule: string;
};

/** What is recommended of one product and its lots, by the receipt and by its verdict alone. */
export type RecommendedProduct = {
  readonly product: string;
  readonly recommendation: Recommendation;
  readonly judged: Recommendation;
  /** Its lots by their keys; null stands for goods of which no lot is named. */
  readonly lots: readonly { readonly lot: string | null; readonly recommendation: Recommendation }[];
};
