import { type StoredAlert, alertId } from '../../storage/own-alerts.ts';
import type { StoredRecipient } from '../../storage/recipients.ts';
import { iso, isoOrNull } from './to-responses.ts';

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
    confirmedAt: isoOrNull(confirmedAt),
    codeEndsAt: confirmedAt === null ? isoOrNull(codeEndsAt) : null,
    lastDelivery: toLastDelivery(lastDelivery),
  };
}

/** What became of the last message to a recipient; null if none was sent. */
export function toLastDelivery(last: StoredRecipient<unknown>['lastDelivery']) {
  return last === null ? null : { ...last, at: iso(last.at) };
}
