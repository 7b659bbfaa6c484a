import { type AttributeValue, DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { dayInZone } from '../model/day-in-zone.ts';
import { minutesOfDay } from '../model/time-of-day.ts';
import { digestAudience } from './digest-receivers.ts';
import { type ChangedAlert, type StoredAlert, audiencesOfAlert } from './own-alert-writes.ts';
import { type RecipientKey, type RecipientsTable, itemKey, readRecipient } from './recipients.ts';
import { written } from './schema-version.ts';

type Attributes = Readonly<Record<string, AttributeValue>>;

/**
 * The audiences that lead to an alert, with the attributes of the item that does; none before it is confirmed. `now` is
 * epoch milliseconds: the first digest is that of the next time of day.
 */
export function leadersOf(
  alert: Pick<ChangedAlert, 'content' | 'confirmedAt'> | null,
  now: number,
): ReadonlyMap<string, Attributes> {
  if (alert === null || alert.confirmedAt === null) return new Map();
  const { severity, zone, digestAt } = alert.content;
  const leaders = new Map<string, Attributes>(
    audiencesOfAlert(alert.content).map((audience) => [audience, { severity: { S: severity } }]),
  );
  if (digestAt === null || leaders.size === 0) return leaders;
  const { date, minutes } = dayInZone(now, zone);
  return leaders.set(digestAudience, {
    zone: { S: zone },
    digestAt: { S: digestAt },
    ...(minutes >= minutesOfDay(digestAt) && { lastDate: { S: date } }),
  });
}

/** Writes the items that lead to an alert. */
export async function putLeaders(
  { client, table }: RecipientsTable,
  key: RecipientKey,
  leaders: ReadonlyMap<string, Attributes>,
): Promise<void> {
  for (const [audience, attributes] of leaders)
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: { ...itemKey({ audience, recipient: leaderOf(key) }), ...written, ...attributes },
      }),
    );
}

/**
 * Removes the items of these audiences that no longer lead to an alert, until the alert has not changed meanwhile.
 * Another change may have put what is removed here, so that is put again. An item that remains because this function
 * died leads to nothing: whoever sends looks at the alert itself.
 */
export async function fitLeaders(
  recipients: RecipientsTable,
  key: RecipientKey,
  audiences: ReadonlySet<string>,
  now: number,
): Promise<void> {
  const { client, table } = recipients;
  for (let before = await readRecipient<StoredAlert>(recipients, key); ;) {
    const wanted = leadersOf(before, now);
    for (const audience of audiences)
      if (!wanted.has(audience))
        await client.send(
          new DeleteItemCommand({ TableName: table, Key: itemKey({ audience, recipient: leaderOf(key) }) }),
        );
    const after = await readRecipient<StoredAlert>(recipients, key);
    if (after?.revision === before?.revision) return;
    await putLeaders(recipients, key, leadersOf(after, now));
    before = after;
  }
}

function leaderOf({ audience: owner, recipient: alert }: RecipientKey): string {
  return `${owner}#${alert.slice('alert#'.length)}`;
}
