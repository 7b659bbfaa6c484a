import type { Destination, Preferences } from '../../model/own-alert.ts';
import type { RecipientsTable, StoredRecipient } from '../../storage/recipients.ts';
import type { Database } from '../../storage/tables.ts';
import type { RequestDelivery } from '../delivery-request.ts';
import type { ComposeFor } from './compose-for.ts';
import type { Senders } from './send-to.ts';

/** A recipient, with what every recipient has said, whoever it is. */
export type Recipient = StoredRecipient<Destination & Preferences>;

/** What delivering needs. */
export type Delivery = {
  readonly database: Database;
  readonly recipients: RecipientsTable;
  readonly senders: Senders;
  readonly compose: ComposeFor;
  /** Asks for another delivery, to be made alone. */
  readonly request: RequestDelivery;
  /** The address of the page, without a slash at its end. */
  readonly pageAddress: string;
};
