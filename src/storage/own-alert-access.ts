import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type RecipientsTable, itemKey } from './recipients.ts';
import { readable, written } from './schema-version.ts';

/** Longer than an access token lasts, which says what somebody was allowed when they signed in. */
const tokensLastMs = 2 * 3_600_000;

/** The sites of which a person may be told; null: any. `at` is when that was changed, in epoch milliseconds. */
type AccessNoted = { readonly allowed: readonly string[] | null; readonly at: number };

/** Notes that the access of a person was changed: for some hours that counts, and not what their token says. */
export async function putAccess(
  { client, table }: RecipientsTable,
  subject: string,
  allowed: readonly string[] | null,
): Promise<void> {
  const at = Date.now();
  await client.send(
    new PutItemCommand({
      TableName: table,
      Item: {
        ...keyOf(subject),
        ...written,
        allowed: { S: JSON.stringify(allowed) },
        at: { N: String(at) },
        expiresAt: { N: String(Math.ceil((at + tokensLastMs) / 1000)) },
      },
    }),
  );
}

/** What was noted of a person's access; null where it was not changed within these hours. */
export async function readAccess(
  { client, table }: RecipientsTable,
  subject: string,
): Promise<AccessNoted | null> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: table, Key: keyOf(subject), ConsistentRead: true }),
  );
  if (Item === undefined) return null;
  const { allowed, at } = readable('recipients', Item);
  // An item that has ended may be there for another two days.
  if (Number(at!.N) + tokensLastMs <= Date.now()) return null;
  return { allowed: JSON.parse(allowed!.S!) as string[] | null, at: Number(at!.N) };
}

function keyOf(subject: string) {
  return itemKey({ audience: `access#${subject}`, recipient: 'sites' });
}
