import { DeleteItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from './device-item.ts';
import { type RecipientKey, type RecipientsTable, itemKey, pagesOfAudience } from './recipients.ts';
import { readable, written } from './schema-version.ts';

/** A message that waits for the end of quiet hours: the entries that it is about, and the audiences that are told. */
export type HeldMessage = {
  readonly id: string;
  readonly audience: readonly string[];
  readonly entries: readonly { readonly shipment: string; readonly sequence: number }[];
};

const due = 'due';
const heldAudience = ({ audience, recipient }: RecipientKey): string => `held#${audience} ${recipient}`;
/** Sorted by time, because ISO times of one length are. */
const dueRecipient = (at: number, { audience, recipient }: RecipientKey): string =>
  `${new Date(at).toISOString()} ${JSON.stringify([audience, recipient])}`;

/** Holds a message back until a time (epoch milliseconds). Holding it again makes no difference. */
export async function holdMessage(
  { client, table }: RecipientsTable,
  to: RecipientKey,
  { id, audience, entries }: HeldMessage,
  until: number,
): Promise<void> {
  const put = (item: Item) => client.send(new PutItemCommand({ TableName: table, Item: item }));
  const asking = { ...itemKey({ audience: due, recipient: dueRecipient(until, to) }), ...written };
  // First what asks for it: without anything held it does nothing.
  await put(asking);
  await put({
    ...itemKey({ audience: heldAudience(to), recipient: id }),
    ...written,
    entries: { S: JSON.stringify(entries) },
    told: { S: JSON.stringify(audience) },
  });
  // The quiet hours may have ended in between, and what asked have found nothing.
  if (Date.now() >= until) await put(asking);
}

/** The messages that are held back for a recipient, in the order of their ids. */
export async function heldFor(
  recipients: RecipientsTable,
  to: RecipientKey,
): Promise<readonly HeldMessage[]> {
  const pages = await Array.fromAsync(pagesOfAudience(recipients, heldAudience(to), ''));
  return pages.flat().map((item) => ({
    id: item['recipient']!.S!,
    audience: JSON.parse(item['told']!.S!) as string[],
    entries: JSON.parse(item['entries']!.S!) as HeldMessage['entries'],
  }));
}

/** Forgets held messages once they were sent, or their recipient is gone. */
export async function forgetHeld(
  { client, table }: RecipientsTable,
  to: RecipientKey,
  held: readonly HeldMessage[],
): Promise<void> {
  for (const { id } of held)
    await client.send(
      new DeleteItemCommand({
        TableName: table,
        Key: itemKey({ audience: heldAudience(to), recipient: id }),
      }),
    );
}

/** Something that is due: whose held messages, and the sort key of the item that says so. */
export type Due = { readonly to: RecipientKey; readonly recipient: string };

/** The most that one run takes up; the next one comes a few minutes later. */
const mostDue = 500;

/** Whose quiet hours have ended by `now`, earliest first. */
export async function dueBy({ client, table }: RecipientsTable, now: number): Promise<readonly Due[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'audience = :a AND recipient <= :now',
      ExpressionAttributeValues: { ':a': { S: due }, ':now': { S: `${new Date(now).toISOString()}~` } },
      Limit: mostDue,
      ConsistentRead: true,
    }),
  );
  return Items.map((item) => {
    const recipient = readable('recipients', item)['recipient']!.S!;
    const [audience, own] = JSON.parse(recipient.slice(recipient.indexOf(' ') + 1)) as [string, string];
    return { to: { audience, recipient: own }, recipient };
  });
}

/** Forgets that something is due, once it was asked for. */
export async function forgetDue({ client, table }: RecipientsTable, { recipient }: Due): Promise<void> {
  await client.send(new DeleteItemCommand({ TableName: table, Key: itemKey({ audience: due, recipient }) }));
}
