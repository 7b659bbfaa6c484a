import { pagerduty } from './pagerduty.ts';
import { plain } from './plain.ts';
import { slack } from './slack.ts';
import { teams } from './teams.ts';
import type { WebhookContent, WebhookForm } from './webhook-content.ts';

/** A new form is a file in this folder and a line here. */
const forms = { plain, teams, slack, pagerduty } as const satisfies Record<string, WebhookForm>;

/**
 * The bodies of the requests that send a message to a webhook, in order: one, for PagerDuty one for each alarm, or none
 * where there is nothing to say in this form.
 */
export function webhookBodies(
  form: keyof typeof forms,
  content: WebhookContent,
  destination: { readonly routingKey: string | null },
): readonly object[] {
  return forms[form](content, destination);
}
