import { alertId } from '../../storage/own-alerts.ts';
import type { StoredAlert } from '../../storage/own-alerts.ts';
import type { StoredRecipient } from '../../storage/recipients.ts';

/** An alert in the form of an answer: without its secret, its routing key and the sites that the person had. */
export function toOwnAlert({ content, confirmedAt, codeEndsAt, lastDelivery }: StoredRecipient<StoredAlert>) {
  const { channel, address, form, severity, quietHours, zone, sites, digestAt } = content;
  return {
    alert: alertId(content),
    channel,
    address,
    form,
    severity,
    quietHours,
    zone,
    sites: sites === null ? null : [...sites],
    digestAt,
    confirmedAt: iso(confirmedAt),
    codeEndsAt: confirmedAt === null ? iso(codeEndsAt) : null,
    lastDelivery:
      lastDelivery === null ? null : { ...lastDelivery, at: new Date(lastDelivery.at).toISOString() },
  };
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
