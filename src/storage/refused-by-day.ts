import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from './device-item.ts';
import { type DayPlace, dayOf, pageByDay } from './page-by-day.ts';
import { refusalOf, type StoredRefusal } from './refused-messages.ts';
import { readable, versionName } from './schema-version.ts';
import { retentionDays } from './store-refused.ts';
import type { Database } from './tables.ts';

/** The index that lists refusals of all devices by day. Refusals of earlier releases are not in it. */
export const refusedIndex = {
  name: 'by-day',
  /** What it has besides its keys: all but the message itself, of which `content` is the beginning. */
  attributes: [versionName, 'topic', 'receivedAt', 'content', 'refused', 'refusals', 'isBodyStored'],
} as const;

/** A refusal in the list of all devices; `content` is the beginning of the message in readable form. */
export type ListedRefusal = Omit<StoredRefusal, 'payload'> & {
  readonly id: string;
  readonly content: string;
};

const dayMs = 86_400_000;

/** A page of the refusals of all devices and sources that are still stored, the newest first. */
export async function refusedByDay(
  { client, tables }: Database,
  place: DayPlace | null,
  limit: number,
  now: number,
): Promise<{ refusals: ListedRefusal[]; next: DayPlace | null }> {
  const { items, next } = await pageByDay(
    client,
    {
      table: tables.rejected,
      index: refusedIndex.name,
      sortKey: 'id',
      keys: ['deviceId', 'id'],
      firstDay: dayOf(now - retentionDays * dayMs),
      // The clock of another function may be ahead.
      lastDay: dayOf(now + dayMs),
      low: '0',
      high: 'Z',
    },
    place,
    limit,
  );
  return { refusals: items.map(listed), next };
}

/** A refusal with its message; null where there is none, or no longer. */
export async function readRefusal(
  { client, tables }: Database,
  deviceId: string,
  id: string,
): Promise<StoredRefusal | null> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tables.rejected, Key: { deviceId: { S: deviceId }, id: { S: id } } }),
  );
  return Item === undefined ? null : refusalOf(Item);
}

function listed(item: Item): ListedRefusal {
  const { id, content } = readable('rejected', item);
  const { payload: _, ...refusal } = refusalOf({ ...item, payload: { B: new Uint8Array() } });
  return { ...refusal, id: id!.S!, content: content!.S! };
}
