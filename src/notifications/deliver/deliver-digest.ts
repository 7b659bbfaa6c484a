import { allMonitorParts } from '../../storage/monitor-parts.ts';
import { monitoredAtSites, monitoredShipments } from '../../storage/monitored-shipments.ts';
import { readRecipient } from '../../storage/recipients.ts';
import type { StoredAlert } from '../../storage/own-alerts.ts';
import type { StoredRecipient } from '../../storage/recipients.ts';
import type { Database } from '../../storage/tables.ts';
import type { ShipmentSummary } from '../../shipments/summary.ts';
import { composeDigest } from '../compose-digest.ts';
import type { DeliveryRequest } from '../delivery-request.ts';
import type { Delivery } from './delivery.ts';
import { receiverOf } from './receiver-of.ts';
import { sendableOf } from './sendable-of.ts';
import { sendOnce } from './send-once.ts';

/** A digest counts no more shipments than this, and says so. */
const mostShipments = 2000;

/** Sends the digest of a day to one recipient, unless it was sent before or is no longer wanted. */
export async function deliverDigest(
  delivery: Delivery,
  { to, date }: Extract<DeliveryRequest, { kind: 'digest' }>,
): Promise<void> {
  const recipient = await readRecipient<StoredAlert>(delivery.recipients, to);
  if (recipient === null || recipient.confirmedAt === null || recipient.content.digestAt === null) return;
  await sendOnce(delivery, recipient, {
    id: `digest ${date}`,
    kind: 'digest',
    message: async () =>
      sendableOf(
        composeDigest(
          await summariesFor(delivery.database, recipient),
          receiverOf(delivery, recipient),
          date,
        ),
      ),
  });
}

/** The shipments under way at the recipient's sites. */
async function summariesFor(
  database: Database,
  { content: { sites, allowed } }: StoredRecipient<StoredAlert>,
): Promise<readonly ShipmentSummary[]> {
  const own = allowed === null ? sites : (sites ?? allowed).filter((site) => allowed.includes(site));
  const found =
    own === null ? monitoredShipments(database, allMonitorParts) : monitoredAtSites(database, own);
  const summaries: ShipmentSummary[] = [];
  for await (const each of found) {
    summaries.push(each);
    if (summaries.length === mostShipments) break;
  }
  return summaries;
}
