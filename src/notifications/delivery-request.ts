import type { Severity } from '../model/enumerations.ts';
import type { RecipientKey } from '../storage/recipients.ts';

/** Ledger entries of which people are told in one message. */
export type EntryReference = { readonly shipment: string; readonly sequence: number };

/** Messages on the queue `Deliveries`. */
export type DeliveryRequest =
  /** To everybody of these audiences; `id` is the SHA-256 of the entries. */
  | {
      readonly kind: 'audience';
      readonly id: string;
      readonly audience: readonly string[];
      readonly severity: Severity;
      readonly entries: readonly EntryReference[];
    }
  /** The same to one recipient. */
  | {
      readonly kind: 'notification';
      readonly id: string;
      readonly to: RecipientKey;
      readonly audience: readonly string[];
      readonly severity: Severity;
      readonly entries: readonly EntryReference[];
    }
  /** What was held back from a recipient while it was quiet. */
  | { readonly kind: 'held'; readonly to: RecipientKey }
  /** The mail that sums up a day, by its date in the recipient's zone. */
  | { readonly kind: 'digest'; readonly to: RecipientKey; readonly date: string }
  /** An arrival was declared, or is to be looked at again; `sequence` is that of its ledger entry. */
  | { readonly kind: 'arrival'; readonly shipment: string; readonly sequence: number }
  /** Goods arrived without an excursion: to one subscriber of their lane. */
  | {
      readonly kind: 'clean-arrival';
      readonly to: RecipientKey;
      readonly shipment: string;
      readonly sequence: number;
    }
  /** What confirms an address: a code, for a lane's subscriber a link, for a webhook a test by its answer. */
  | { readonly kind: 'code'; readonly to: RecipientKey }
  /** A message that only shows that messages arrive. */
  | { readonly kind: 'test'; readonly to: RecipientKey; readonly id: string };

/** Puts a request on the queue `Deliveries`. */
export type RequestDelivery = (request: DeliveryRequest) => Promise<void>;
