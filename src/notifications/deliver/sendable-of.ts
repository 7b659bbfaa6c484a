import type { WrittenMessage } from '../message-body.ts';
import { webhookBodies } from '../forms/webhook-bodies.ts';
import type { WebhookContent } from '../forms/webhook-content.ts';
import type { Sendable } from './send-to.ts';

/** A message in the form of every channel; one that is about no ledger entry has no notification. */
export function sendableOf(message: WrittenMessage & Partial<WebhookContent>): Sendable {
  const content = { notification: null, ...message };
  return {
    ...message,
    webhook: (destination) =>
      webhookBodies(destination.form, content, destination).map((body) => JSON.stringify(body)),
  };
}
