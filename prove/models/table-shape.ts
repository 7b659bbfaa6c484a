import type { Key, TableShape } from './table.ts';

type KeySchema = readonly { readonly AttributeName: string; readonly KeyType: 'HASH' | 'RANGE' }[];
/** The properties of a table in a template, as far as they shape it. */
export type TableProperties = {
  readonly KeySchema: KeySchema;
  readonly GlobalSecondaryIndexes?: readonly { readonly IndexName: string; readonly KeySchema: KeySchema }[];
};

/** The shape of a table, from what a template says of it. */
export function tableShape({ KeySchema, GlobalSecondaryIndexes = [] }: TableProperties): TableShape {
  return {
    ...keyOf(KeySchema),
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
