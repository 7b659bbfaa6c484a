import { timingSafeEqual } from 'node:crypto';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { removeOwnAlert } from './own-alerts.ts';
import {
  type RecipientKey,
  type RecipientsTable,
  type StoredRecipient,
  itemKey,
  readRecipient,
} from './recipients.ts';

/**
 * The token of links that are sent to a recipient alone: whoever has it can unsubscribe, or confirm the subscription of a
 * lane, and nothing else.
 */
export function unsubscribingToken({
  audience,
  recipient,
  linkKey,
}: Pick<StoredRecipient<unknown>, 'audience' | 'recipient' | 'linkKey'>): string {
  return `${Buffer.from(JSON.stringify([audience, recipient])).toString('base64url')}.${linkKey}`;
}

/** Unsubscribes the recipient to whom a link was sent; false if the token is of nobody, or was used before. */
export async function endByLink(recipients: RecipientsTable, token: string): Promise<boolean> {
  const stored = await recipientByLink(recipients, token);
  if (stored === null) return false;
  if (stored.audience.startsWith('person#')) await removeOwnAlert(recipients, stored);
  else
    await recipients.client.send(
      new DeleteItemCommand({ TableName: recipients.table, Key: itemKey(stored) }),
    );
  return true;
}

/** The recipient to whom a link was sent; null if its token is of nobody. */
export async function recipientByLink<Content>(
  recipients: RecipientsTable,
  token: string,
): Promise<StoredRecipient<Content> | null> {
  const [name = '', given = ''] = token.split('.');
  const key = keyOf(name);
  const stored = key === null ? null : await readRecipient<Content>(recipients, key);
  return stored !== null && isSame(stored.linkKey, given) ? stored : null;
}

/** The recipient that a token names; null where it names none. */
function keyOf(name: string): RecipientKey | null {
  try {
    const [audience, recipient] = JSON.parse(Buffer.from(name, 'base64url').toString('utf8')) as unknown[];
    const isKey =
      typeof audience === 'string' &&
      /^(person#|lane:)/.test(audience) &&
      audience.length <= 600 &&
      typeof recipient === 'string' &&
      recipient !== '' &&
      recipient.length <= 200;
    return isKey ? { audience, recipient } : null;
  } catch {
    return null;
  }
}

function isSame(key: string, given: string): boolean {
  const [one, other] = [Buffer.from(key), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}
