import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './device-item.ts';
import { readable } from './schema-version.ts';

// The table `recipients`: partition `audience`, sort key `recipient`.
//
// | audience                             | recipient                   | what it is                                        |
// | ------------------------------------ | --------------------------- | ------------------------------------------------- |
// | person#<subject>                     | alert#<id>                  | a person's own alert, confirmed or not            |
// | access#<subject>                     | sites                       | the sites that a person was left with just now    |
// | site:<site>, every-site              | person#<subject>#<id>       | leads to a confirmed alert of that site           |
// | lane:<site>                          | <lane>-<id>                 | a subscriber of a lane, confirmed or not          |
// | arrivals                             | <shipment>#<sequence>       | an arrival that is looked at again                |
// | codes#<owner>                        | <yyyy-mm-dd>                | how many codes an owner asked for on a day        |
// | tests#<owner>                        | <yyyy-mm-dd>                | how many tests a person asked for on a day        |
// | sent#<request>                       | <audience> <recipient>      | that a request was sent to a recipient            |
// | held#<audience> <recipient>          | <request>                   | a message that waits for the end of quiet hours   |
// | due                                  | <time> <who>                | when held messages are to be sent                 |
// | digests                              | person#<subject>#<id>       | leads to a confirmed alert that has a digest      |
//
// An own alert and a subscriber are both recipients, with the same attributes: what was asked for as JSON in
// `content`, `confirmedAt`, the code that confirms it, the secret of a webhook, the key of its unsubscribing link, and
// what became of the latest message.

/** The table of those who are told directly. */
export type RecipientsTable = { readonly client: DynamoDBClient; readonly table: string };

export type RecipientKey = { readonly audience: string; readonly recipient: string };

/** What became of a message to a recipient. `at` is epoch milliseconds; `detail` says why it failed, and what to do. */
export type Delivered = {
  readonly at: number;
  readonly kind: 'code' | 'test' | 'notification' | 'digest';
  readonly outcome: 'sent' | 'failed';
  readonly detail: string | null;
};

/** A recipient as it is stored; times are epoch milliseconds. */
export type StoredRecipient<Content> = RecipientKey & {
  readonly content: Content;
  /** Raised by each change, so that none is lost. */
  readonly revision: number;
  /** Null: nothing but a code is sent. */
  readonly confirmedAt: number | null;
  readonly codeEndsAt: number | null;
  /** When a code was last asked for. */
  readonly codeAskedAt: number | null;
  /** By which bodies of a webhook are signed; null for other channels. */
  readonly secret: string | null;
  /** What the link that unsubscribes proves itself by. */
  readonly linkKey: string;
  readonly lastDelivery: Delivered | null;
};

/** A recipient as it is now; null if there is none. */
export async function readRecipient<Content>(
  { client, table }: RecipientsTable,
  key: RecipientKey,
): Promise<StoredRecipient<Content> | null> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: table, Key: itemKey(key), ConsistentRead: true }),
  );
  return Item === undefined ? null : recipientOf<Content>(Item);
}

/** The items of an audience whose sort key begins with `prefix`, as they are now, page by page. */
export async function* pagesOfAudience(
  { client, table }: RecipientsTable,
  audience: string,
  prefix: string,
): AsyncGenerator<readonly Item[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      KeyConditionExpression: 'audience = :a AND begins_with(recipient, :p)',
      ExpressionAttributeValues: { ':a': { S: audience }, ':p': { S: prefix } },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) yield Items.map((item) => readable('recipients', item));
}

/** Where the items of an audience are; those of a lane (`lane:<site>|<lane>`) are a part of those of its site. */
export function placeOfAudience(audience: string): { readonly audience: string; readonly prefix: string } {
  if (!audience.startsWith('lane:')) return { audience, prefix: '' };
  const end = audience.lastIndexOf('|');
  return { audience: audience.slice(0, end), prefix: `${audience.slice(end + 1)}-` };
}

/** Notes what became of the latest message to a recipient; one that was removed since stays removed. */
export async function noteDelivery(
  { client, table }: RecipientsTable,
  key: RecipientKey,
  delivered: Delivered,
): Promise<void> {
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: itemKey(key),
        UpdateExpression: 'SET lastDelivery = :d',
        ConditionExpression: 'attribute_exists(content)',
        ExpressionAttributeValues: { ':d': { S: JSON.stringify(delivered) } },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

export function itemKey({ audience, recipient }: RecipientKey) {
  return { audience: { S: audience }, recipient: { S: recipient } };
}

/** A recipient from its item. */
export function recipientOf<Content>(item: Item): StoredRecipient<Content> {
  const { audience, recipient, content, revision, secret, linkKey, lastDelivery, ...times } = readable(
    'recipients',
    item,
  );
  const timeOf = (name: string): number | null =>
    times[name]?.N === undefined ? null : Number(times[name].N);
  return {
    audience: audience!.S!,
    recipient: recipient!.S!,
    content: JSON.parse(content!.S!) as Content,
    revision: Number(revision!.N),
    confirmedAt: timeOf('confirmedAt'),
    codeEndsAt: timeOf('codeEndsAt'),
    codeAskedAt: timeOf('codeAskedAt'),
    secret: secret?.S ?? null,
    linkKey: linkKey!.S!,
    lastDelivery: lastDelivery === undefined ? null : (JSON.parse(lastDelivery.S!) as Delivered),
  };
}
