import * as z from 'zod/mini';
import { ownAlert } from './alert-responses.ts';

// Responses about the subscribers of lanes.

const { channel, address, form, severity, quietHours, zone, confirmedAt, lastDelivery } = ownAlert.shape;

export const laneSubscriber = z.strictObject({
  /** Made from lane, channel and address; saving the same again replaces its settings. */
  subscriber: z.string(),
  origin: z.string(),
  destination: z.string(),
  name: z.nullable(z.string()),
  channel,
  address,
  form,
  severity,
  quietHours,
  zone,
  cleanArrivals: z.boolean(),
  addedBy: z.string(),
  /** Null: not confirmed, and nothing but the question is sent to the address. */
  confirmedAt,
  lastDelivery,
});

export const laneSubscribers = z.strictObject({
  /** The sender of mails; null: this stage sends no mails to single people. */
  mailFrom: z.nullable(z.string()),
  items: z.array(laneSubscriber),
});

export const laneSubscribed = z.strictObject({
  ...laneSubscriber.shape,
  /** The secret by which a new webhook's bodies are signed, shown this once; null where there is none to show. */
  secret: z.nullable(z.string()),
});

/** What somebody outside the organisation has confirmed. */
export const laneConfirmed = z.strictObject({ origin: z.string(), destination: z.string() });
