import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './expression-reader.ts';

/** The key of a table or an index, as attribute names. */
export type Key = { readonly hash: string; readonly range: string | null };
export type TableShape = Key & {
  readonly indexes: Readonly<Record<string, Key>>;
  /** The attribute with an item's expiry time in epoch seconds; null if items never expire. */
  readonly expiresBy: string | null;
};

type KeySchema = readonly { readonly AttributeName: string; readonly KeyType: 'HASH' | 'RANGE' }[];
/** The properties of a table in a template, as far as they define its shape. */
export type TableProperties = {
  readonly KeySchema: KeySchema;
  readonly GlobalSecondaryIndexes?: readonly { readonly IndexName: string; readonly KeySchema: KeySchema }[];
  readonly TimeToLiveSpecification?: { readonly AttributeName: string; readonly Enabled: boolean };
};

/** The shape of a table, from its properties in a template. */
export function tableShape({
  KeySchema,
  GlobalSecondaryIndexes = [],
  TimeToLiveSpecification,
}: TableProperties): TableShape {
  return {
    ...keyOf(KeySchema),
    expiresBy: TimeToLiveSpecification?.Enabled === true ? TimeToLiveSpecification.AttributeName : null,
    indexes: Object.fromEntries(
      GlobalSecondaryIndexes.map((each) => [each.IndexName, keyOf(each.KeySchema)]),
    ),
  };
}

function keyOf(schema: KeySchema): Key {
  const named = (type: string): string | undefined =>
    schema.find(({ KeyType }) => KeyType === type)?.AttributeName;
  return { hash: named('HASH')!, range: named('RANGE') ?? null };
}

/** An item's hash value for a key; null if the item lacks an attribute of the key. */
export function hashIn(item: Item, { hash, range }: Key): string | null {
  return item[hash] === undefined || (range !== null && item[range] === undefined)
    ? null
    : textOf(item[hash]);
}

export function rangeIn(item: Item, { range }: Key): string {
  return range === null || item[range] === undefined ? '' : textOf(item[range]);
}

export function textOf(value: AttributeValue | undefined): string {
  return value?.S ?? value?.N ?? '';
}
