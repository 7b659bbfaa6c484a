import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from './device-item.ts';
import { type RecipientsTable, pagesOfAudience } from './recipients.ts';

/** The audience of those who want a digest of the day. */
export const digestAudience = 'digests';

/** A recipient of digests: the item that leads to it, its zone and time of day, and the local date of the latest one. */
export type DigestReceiver = {
  readonly item: Item;
  readonly zone: string;
  readonly digestAt: string;
  /** As 2026-11-30; empty before the first. */
  readonly lastDate: string;
};

/** All recipients of digests. */
export async function* digestsOf(recipients: RecipientsTable): AsyncGenerator<DigestReceiver> {
  for await (const page of pagesOfAudience(recipients, digestAudience, ''))
    for (const item of page)
      yield {
        item,
        zone: item['zone']!.S!,
        digestAt: item['digestAt']!.S!,
        lastDate: item['lastDate']?.S ?? '',
      };
}

/** Notes that the digest of a day was asked for; one who was removed since stays removed. */
export async function noteDigest(
  { client, table }: RecipientsTable,
  { audience, recipient }: Item,
  date: string,
): Promise<void> {
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: { audience: audience!, recipient: recipient! },
        UpdateExpression: 'SET lastDate = :d',
        ConditionExpression: 'attribute_exists(digestAt)',
        ExpressionAttributeValues: { ':d': { S: date } },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
