import { createHash } from 'node:crypto';
import {
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import type { Item } from './device-item.ts';
import { readable, written } from './schema-version.ts';

// The table `planning`: partition `owner`, sort key `item`. What is remembered under a name, by whom it is remembered.

/** The table of what sites and people remember for their plans. */
export type PlanningTable = { readonly client: DynamoDBClient; readonly table: string };

/** Who remembers: a site, for everybody at it, or one person, by the subject of the identity provider. */
export type Owner = { readonly site: string } | { readonly person: string };

/** What can be remembered. */
export type RememberedKind = 'place' | 'carrier' | 'template' | 'view';

/** Something that is remembered under its name, in the form in which it was stored. */
export type Remembered<Content> = {
  /** Made from the name, so that one name is remembered once. */
  readonly id: string;
  readonly name: string;
  readonly changedBy: string;
  /** Epoch milliseconds. */
  readonly changedAt: number;
  readonly content: Content;
};

/** Too much would be remembered. The message says how much is allowed, and what to do. */
export class RememberingRefused extends Error {}

/** How many of a kind an owner may have. A race of several people at one site may exceed it by a few. */
export const mostRemembered: { readonly [kind in RememberedKind]: number } = {
  place: 1000,
  carrier: 300,
  template: 300,
  view: 50,
};

/**
 * What an owner may remember in all, in bytes of JSON: an answer of the API with all of it stays below the 6 MB of a
 * function's answer.
 */
export const mostBytes = 4_000_000;
/** What one of them may have, below the 400 KB of an item. */
export const mostBytesOfOne = 300_000;

const inWords: { readonly [kind in RememberedKind]: { readonly one: string; readonly many: string } } = {
  place: { one: 'place', many: 'places' },
  carrier: { one: 'carrier', many: 'carriers' },
  template: { one: 'template', many: 'templates' },
  view: { one: 'saved view', many: 'saved views' },
};

/** The id under which a name is remembered: names that differ only in case, form or outer spaces are one. */
export function rememberedId(name: string): string {
  const folded = name.trim().normalize('NFC').toLowerCase();
  return createHash('sha256').update(folded).digest('base64url').slice(0, 16);
}

/** Everything that an owner remembers, as it is now, by kind and in the order of names. */
export async function readRemembered(
  { client, table }: PlanningTable,
  owner: Owner,
): Promise<{ readonly [kind in RememberedKind]: readonly Remembered<unknown>[] }> {
  const all: { [kind in RememberedKind]: Remembered<unknown>[] } = {
    place: [],
    carrier: [],
    template: [],
    view: [],
  };
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      KeyConditionExpression: '#o = :o',
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':o': { S: ownerKey(owner) } },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages)
    for (const item of Items) {
      const kind = item['item']!.S!.split('#')[0] as RememberedKind;
      // A kind of a later release is not shown.
      if (Object.hasOwn(all, kind)) all[kind].push(rememberedOf(item));
    }
  for (const list of Object.values(all))
    list.sort((one, other) => one.name.localeCompare(other.name, 'en') || (one.id < other.id ? -1 : 1));
  return all;
}

/**
 * Remembers something under its name, in place of what was remembered under it before.
 * @throws {RememberingRefused} when the owner remembers as much as is allowed, or this one is too large.
 */
export async function remember<Content>(
  planning: PlanningTable,
  owner: Owner,
  kind: RememberedKind,
  { name, content, by, at }: { name: string; content: Content; by: string; at: number },
): Promise<Remembered<Content>> {
  const id = rememberedId(name);
  const json = JSON.stringify(content);
  refuseTooMuch(await readRemembered(planning, owner), kind, { id, name, json });
  await planning.client.send(
    new PutItemCommand({
      TableName: planning.table,
      Item: {
        ...keyOf(owner, kind, id),
        ...written,
        name: { S: name },
        changedBy: { S: by },
        changedAt: { N: String(at) },
        content: { S: json },
      },
    }),
  );
  return { id, name, changedBy: by, changedAt: at, content };
}

/** Forgets something. Forgetting what is not remembered is a no-op. */
export async function forget(
  { client, table }: PlanningTable,
  owner: Owner,
  kind: RememberedKind,
  id: string,
): Promise<void> {
  await client.send(new DeleteItemCommand({ TableName: table, Key: keyOf(owner, kind, id) }));
}

function refuseTooMuch(
  known: Awaited<ReturnType<typeof readRemembered>>,
  kind: RememberedKind,
  { id, name, json }: { id: string; name: string; json: string },
): void {
  const { one, many } = inWords[kind];
  const bytes = Buffer.byteLength(json);
  if (bytes > mostBytesOfOne)
    throw new RememberingRefused(
      `the ${one} ${name} has ${bytes} bytes, and at most ${mostBytesOfOne} are remembered; give its polygons fewer corners`,
    );
  const others = known[kind].filter((each) => each.id !== id);
  if (others.length >= mostRemembered[kind])
    throw new RememberingRefused(
      `${mostRemembered[kind]} ${many} are remembered already, which is the most; remove one that is no longer needed`,
    );
  const otherBytes = Object.entries(known)
    .flatMap(([each, list]) => list.filter((item) => each !== kind || item.id !== id))
    .reduce((sum, { content }) => sum + Buffer.byteLength(JSON.stringify(content)), 0);
  if (otherBytes + bytes > mostBytes)
    throw new RememberingRefused(
      `what is remembered would have ${otherBytes + bytes} bytes, and ${mostBytes} is the most; remove what is no longer needed, or give polygons fewer corners`,
    );
}

function ownerKey(owner: Owner): string {
  return 'site' in owner ? `site#${owner.site}` : `person#${owner.person}`;
}

function keyOf(owner: Owner, kind: RememberedKind, id: string) {
  return { owner: { S: ownerKey(owner) }, item: { S: `${kind}#${id}` } };
}

function rememberedOf(item: Item): Remembered<unknown> {
  const { item: key, name, changedBy, changedAt, content } = readable('planning', item);
  return {
    id: key!.S!.slice(key!.S!.indexOf('#') + 1),
    name: name!.S!,
    changedBy: changedBy!.S!,
    changedAt: Number(changedAt!.N),
    content: JSON.parse(content!.S!) as unknown,
  };
}
