import * as z from 'zod/mini';
import { alertChannels, webhookForms } from '../../model/own-alert.ts';
import { instant, instantOrNull, severity } from './response-fields.ts';

// Responses about a person's own alerts.

/** What became of the latest message to an address. */
const lastDelivery = z.strictObject({
  at: instant,
  kind: z.enum(['code', 'test', 'notification', 'digest']),
  outcome: z.enum(['sent', 'failed']),
  /** Why it failed, and what to do; null if it was sent. */
  detail: z.nullable(z.string()),
});

export const ownAlert = z.strictObject({
  /** Made from channel and address; saving the same address again replaces its settings. */
  alert: z.string(),
  channel: z.enum(alertChannels),
  address: z.string(),
  form: z.enum(webhookForms),
  severity,
  quietHours: z.nullable(z.strictObject({ from: z.string(), to: z.string() })),
  zone: z.string(),
  sites: z.nullable(z.array(z.string())),
  digestAt: z.nullable(z.string()),
  /** Null: the address is not confirmed, and nothing but a code is sent to it. */
  confirmedAt: instantOrNull,
  /** Until when the latest code counts; null if none was sent, or the address is confirmed. */
  codeEndsAt: instantOrNull,
  lastDelivery: z.nullable(lastDelivery),
});

export const ownAlerts = z.strictObject({
  /** The sender of mails; null: this stage sends no mails to single people. */
  mailFrom: z.nullable(z.string()),
  items: z.array(ownAlert),
});

export const ownAlertSaved = z.strictObject({
  ...ownAlert.shape,
  /** The secret by which a new webhook's bodies are signed, shown this once; null where there is none to show. */
  secret: z.nullable(z.string()),
});
