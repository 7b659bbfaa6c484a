import { createHash, randomBytes } from 'node:crypto';
import type { OwnAlert } from '../model/own-alert.ts';
import { Attempts } from './attempts.ts';
import {
  type RecipientKey,
  type RecipientsTable,
  type StoredRecipient,
  pagesOfAudience,
  readRecipient,
  recipientOf,
} from './recipients.ts';
import { fitLeaders, leadersOf, putLeaders } from './own-alert-leaders.ts';
import { putAccess, readAccess } from './own-alert-access.ts';
import { type ChangedAlert, type StoredAlert, writeAlert } from './own-alert-writes.ts';

export type { StoredAlert } from './own-alert-writes.ts';

/** How many alerts a person may have. */
export const mostAlerts = 20;

/** The person has as many alerts as are allowed. */
export class TooManyAlerts extends Error {
  constructor() {
    super(`you have ${mostAlerts} alerts already, which is the most; remove one that is no longer needed`);
  }
}

/** The id of an alert: one channel and address of a person are one alert. */
export function alertId({ channel, address }: Pick<OwnAlert, 'channel' | 'address'>): string {
  return createHash('sha256').update(nameOf({ channel, address })).digest('base64url').slice(0, 16);
}

/** The key of a person's alert, by the subject of the identity provider. */
export function alertKey(subject: string, alert: string): RecipientKey {
  return { audience: `person#${subject}`, recipient: `alert#${alert}` };
}

/** All alerts of a person, by channel and address. */
export async function readOwnAlerts(
  recipients: RecipientsTable,
  subject: string,
): Promise<readonly StoredRecipient<StoredAlert>[]> {
  const pages = await Array.fromAsync(pagesOfAudience(recipients, `person#${subject}`, 'alert#'));
  return pages
    .flat()
    .map((item) => recipientOf<StoredAlert>(item))
    .sort((a, b) => (nameOf(a.content) < nameOf(b.content) ? -1 : 1));
}

/**
 * Saves an alert; one of the same channel and address keeps its confirmation and, where none is given, its routing key.
 * A webhook that is not confirmed gets a new secret.
 * @throws {TooManyAlerts} when the person has as many as are allowed.
 */
export async function saveOwnAlert(
  recipients: RecipientsTable,
  subject: string,
  alert: StoredAlert,
): Promise<StoredRecipient<StoredAlert>> {
  const key = alertKey(subject, alertId(alert));
  const access = await readAccess(recipients, subject);
  const { allowed } = access ?? alert;
  const saved = (await change(recipients, key, async (old) => {
    if (old === null && (await readOwnAlerts(recipients, subject)).length >= mostAlerts)
      throw new TooManyAlerts();
    const isNewWebhook = alert.channel === 'webhook' && (old?.confirmedAt ?? null) === null;
    return {
      ...(old ?? { confirmedAt: null, codeAskedAt: null }),
      linkKey: old?.linkKey ?? randomBytes(16).toString('base64url'),
      secret: isNewWebhook ? `coldwatch_${randomBytes(32).toString('base64url')}` : (old?.secret ?? null),
      content: { ...alert, allowed, routingKey: alert.routingKey ?? old?.content.routingKey ?? null },
    };
  })) as StoredRecipient<StoredAlert>;
  // Access that changed meanwhile may have been fitted to the alerts before this one was there.
  const now = await readAccess(recipients, subject);
  return now?.at === access?.at ? saved : saveOwnAlert(recipients, subject, alert);
}

/** Marks that a code was asked for, now. */
export async function noteCodeAsked(
  recipients: RecipientsTable,
  key: RecipientKey,
  now: number,
): Promise<StoredRecipient<StoredAlert> | null> {
  return change(recipients, key, async (old) => old && { ...old, codeAskedAt: now });
}

/** Confirms an alert, so that its audiences' messages are sent to it; null if it is gone. */
export async function confirmOwnAlert(
  recipients: RecipientsTable,
  key: RecipientKey,
  now: number,
): Promise<StoredRecipient<StoredAlert> | null> {
  return change(recipients, key, async (old) => old && { ...old, confirmedAt: old.confirmedAt ?? now });
}

/** Removes an alert; one that is not there is a no-op. */
export async function removeOwnAlert(recipients: RecipientsTable, key: RecipientKey): Promise<void> {
  await change(recipients, key, async () => null);
}

/**
 * Fits all alerts of a person to the sites that the person may now see (null: any), or, with an empty list, removes
 * what they receive. To be called whenever somebody changes a person's roles or sites.
 */
export async function fitOwnAlerts(
  recipients: RecipientsTable,
  subject: string,
  allowed: readonly string[] | null,
): Promise<void> {
  await putAccess(recipients, subject, allowed);
  for (const alert of await readOwnAlerts(recipients, subject))
    await change(recipients, alert, async (old) => old && { ...old, content: { ...old.content, allowed } });
}

/**
 * Changes an alert and the items that lead to it. They are put before the alert is changed and removed after it, so that
 * whoever dies in between leaves some too many, which lead to nothing, and never one too few. `to` returns null to
 * remove the alert.
 */
async function change(
  recipients: RecipientsTable,
  key: RecipientKey,
  to: (old: StoredRecipient<StoredAlert> | null) => Promise<ChangedAlert | null>,
): Promise<StoredRecipient<StoredAlert> | null> {
  const attempts = new Attempts(`the alert ${key.recipient}`);
  for (;;) {
    const now = Date.now();
    const old = await readRecipient<StoredAlert>(recipients, key);
    const changed = await to(old);
    if (old === null && changed === null) return null;
    const leaders = leadersOf(changed, now);
    await putLeaders(recipients, key, leaders);
    const isWritten = await writeAlert(recipients, key, old, changed);
    const all = new Set([...leadersOf(old, now).keys(), ...leaders.keys()]);
    await fitLeaders(recipients, key, all, now);
    if (isWritten)
      return changed === null
        ? null
        : {
            codeEndsAt: old?.codeEndsAt ?? null,
            lastDelivery: old?.lastDelivery ?? null,
            ...changed,
            ...key,
            revision: (old?.revision ?? 0) + 1,
          };
    await attempts.next();
  }
}

function nameOf({ channel, address }: Pick<OwnAlert, 'channel' | 'address'>): string {
  return `${channel} ${address}`;
}
