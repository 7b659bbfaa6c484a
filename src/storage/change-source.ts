import { ConditionalCheckFailedException, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { canonicalJson } from '../model/canonical-json.ts';
import type { SourceChange, SourceSettings, StoredSource } from '../model/source.ts';
import { Attempts } from './attempts.ts';
import type { Item } from './device-item.ts';
import { written } from './schema-version.ts';
import { changeItem, readChange } from './source-changes.ts';
import { freeDevices } from './source-devices.ts';
import { accessKey, changeKey, mostChanges, sourceIndex, sourceKey } from './source-items.ts';
import { readSource } from './sources.ts';
import type { Database } from './tables.ts';

/** The source cannot be changed: it is retired, or was changed too often. */
export class ChangeRefused extends Error {}

/** Who changes a source, and when, in epoch milliseconds. */
type Changing = { readonly by: string; readonly at: number };
type Planned = Pick<SourceChange, 'before' | 'after' | 'retiredFor'>;

/**
 * Changes settings of a source, and records who changed what, when. What is as given already is no change, so repeating
 * the call is a no-op. Null if there is no such source.
 * @throws {ChangeRefused} when the source is retired.
 */
export async function changeSource(
  database: Database,
  name: string,
  settings: Partial<SourceSettings>,
  changing: Changing,
): Promise<StoredSource | null> {
  return recordChange(database, name, changing, (source) => {
    refuseRetired(source);
    const changed = (Object.keys(settings) as (keyof SourceSettings)[]).filter(
      (field) =>
        settings[field] !== undefined && canonicalJson(settings[field]) !== canonicalJson(source[field]),
    );
    if (changed.length === 0) return null;
    const of = (from: Partial<SourceSettings>): Partial<SourceSettings> =>
      Object.fromEntries(changed.map((field) => [field, from[field]]));
    return { before: of(source), after: of(settings), retiredFor: null };
  });
}

/**
 * Retires a source for good: nothing is accepted of it, nobody is notified of its silence, and its devices may be
 * registered elsewhere. What was recorded stays as it is, and so does the name. Who retired it first, when and why is
 * recorded; repeating the call completes one that was interrupted. Null if there is no such source.
 */
export async function retireSource(
  database: Database,
  name: string,
  reason: string,
  changing: Changing,
): Promise<StoredSource | null> {
  const source = await recordChange(database, name, changing, ({ retiredAt }) =>
    retiredAt === null ? { before: {}, after: {}, retiredFor: reason } : null,
  );
  // After the source itself, so that no device is of two sources that are heard.
  if (source !== null) await freeDevices(database, name);
  return source;
}

/** @throws {ChangeRefused} when the source is retired. */
export function refuseRetired({ name, retiredAt }: Pick<StoredSource, 'name' | 'retiredAt'>): void {
  if (retiredAt !== null)
    throw new ChangeRefused(
      `${name} was retired ${new Date(retiredAt).toISOString()}; create another source in its place`,
    );
}

/**
 * Records the next change of a source, and carries it out. A change that another call has recorded and may not have
 * finished is carried out first.
 */
async function recordChange(
  database: Database,
  name: string,
  { by, at }: Changing,
  plan: (source: StoredSource) => Planned | null,
): Promise<StoredSource | null> {
  const { client, tables } = database;
  const attempts = new Attempts(`the changes of source ${name}`);
  for (;;) {
    const source = await readSource(database, name, true);
    const planned = source === null ? null : plan(source);
    if (source === null || planned === null) return source;
    const number = source.changes + 1;
    if (number > mostChanges && planned.retiredFor === null)
      throw new ChangeRefused(`${name} was changed ${mostChanges} times; create another source`);
    const change: SourceChange = { ...planned, number, by, at };
    try {
      await client.send(
        new PutItemCommand({
          TableName: tables.sources,
          Item: { ...changeKey(name, number), ...written, ...changeItem(change) },
          ConditionExpression: 'attribute_not_exists(sourceId)',
        }),
      );
      await carryOut(database, name, change);
      return await readSource(database, name, true);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
    await carryOut(database, name, await readChange(database, name, number));
    await attempts.next();
  }
}

/** Carries out a recorded change, unless that was done: the item that requests are checked against first. */
async function carryOut(database: Database, source: string, change: SourceChange): Promise<void> {
  const { number, by, at, after, retiredFor } = change;
  const isRetired = retiredFor !== null;
  const { messagesPerMinute, description, silentAfterMs, audience } = after;
  const bound = messagesPerMinute !== undefined && { messagesPerMinute: { N: String(messagesPerMinute) } };
  const changes = { changes: { N: String(number) } };
  if (isRetired || messagesPerMinute !== undefined)
    await setOnce(database, accessKey(source), number, {
      set: { ...changes, ...bound, ...(isRetired && { retiredAt: { N: String(at) } }) },
      remove: isRetired ? ['current', 'previous', 'previousUntil'] : [],
    });
  await setOnce(database, sourceKey(source), number, {
    set: {
      ...changes,
      ...bound,
      ...(description !== undefined && { description: { S: description } }),
      ...(silentAfterMs !== undefined && { silentAfterMs: { N: String(silentAfterMs) } }),
      ...(audience !== undefined && { audience: { S: JSON.stringify(audience) } }),
      ...(isRetired && {
        retiredAt: { N: String(at) },
        retiredBy: { S: by },
        retiredFor: { S: retiredFor },
        [sourceIndex.partition]: { S: sourceIndex.retired },
      }),
    },
    remove: isRetired ? ['silentSince', 'notifiedSilence'] : [],
  });
}

/** Changes an item for the change with a number, unless that or a later one was carried out. */
async function setOnce(
  { client, tables }: Database,
  key: Item,
  number: number,
  { set, remove }: { set: Item; remove: readonly string[] },
): Promise<void> {
  const names = [...Object.keys(set), ...remove];
  const nameOf = (name: string): string => `#n${names.indexOf(name)}`;
  const valueOf = (name: string): string => `:v${names.indexOf(name)}`;
  const assignments = Object.keys(set).map((name) => `${nameOf(name)} = ${valueOf(name)}`);
  const removing = remove.length === 0 ? '' : ` REMOVE ${remove.map(nameOf).join(', ')}`;
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: tables.sources,
        Key: key,
        UpdateExpression: `SET ${assignments.join(', ')}${removing}`,
        ConditionExpression: `attribute_exists(sourceId) AND (attribute_not_exists(${nameOf('changes')}) OR ${nameOf('changes')} < :number)`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [nameOf(name), name])),
        ExpressionAttributeValues: {
          ...Object.fromEntries(Object.entries(set).map(([name, value]) => [valueOf(name), value])),
          ':number': { N: String(number) },
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
