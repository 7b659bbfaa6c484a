import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from './device-item.ts';
import { accessKey } from './source-items.ts';
import type { Database } from './tables.ts';

/** `changed` means that the secrets were rotated since they were read, so the request must be checked again. */
export type Counted = 'accepted' | 'too-many' | 'changed';

const minuteMs = 60_000;
/** The count of each minute of the clock has an attribute of its own. */
const countName = (minute: number): string => `m${minute}`;
const counts = /^m(\d+)$/;

/**
 * Counts a request of a source as accepted in the minute of `now` (epoch milliseconds), and notes that the source was
 * heard: one write. The bound of the minute holds exactly, however many requests are counted at once. `access` is the
 * item that the request's credentials were checked against; nothing is counted if its secrets are no longer the same.
 */
export async function countAccepted(
  { client, tables }: Database,
  source: string,
  access: Item,
  now: number,
): Promise<Counted> {
  const minute = Math.floor(now / minuteMs);
  const most = Number(access['messagesPerMinute']!.N);
  if (Number(access[countName(minute)]?.N ?? 0) >= most) return 'too-many';
  // Minutes that have passed on every clock.
  const passed = Object.keys(access).filter(
    (name) => Number(counts.exec(name)?.[1] ?? Infinity) < minute - 1,
  );
  const previous = access['previous'];
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: tables.sources,
        Key: accessKey(source),
        UpdateExpression: `SET #m = if_not_exists(#m, :none) + :one, heardAt = :now${passed.length > 0 ? ` REMOVE ${passed.map((_, index) => `#p${index}`).join(', ')}` : ''}`,
        ConditionExpression: `(attribute_not_exists(#m) OR #m < :most) AND #c = :c AND ${previous === undefined ? 'attribute_not_exists(previous)' : 'previous = :p'}`,
        ExpressionAttributeNames: {
          '#m': countName(minute),
          '#c': 'current',
          ...Object.fromEntries(passed.map((name, index) => [`#p${index}`, name])),
        },
        ExpressionAttributeValues: {
          ':none': { N: '0' },
          ':one': { N: '1' },
          ':now': { N: String(now) },
          ':most': { N: String(most) },
          ':c': access['current']!,
          ...(previous !== undefined && { ':p': previous }),
        },
      }),
    );
    return 'accepted';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return 'changed';
  }
}

/** The seconds from `now` (epoch milliseconds) until the next minute of the clock begins; at least one. */
export function secondsToNextMinute(now: number): number {
  return Math.max(1, Math.ceil((minuteMs - (now % minuteMs)) / 1000));
}
