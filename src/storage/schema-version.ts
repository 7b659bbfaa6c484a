import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** The version of the stored form that this release writes. A new number needs a new fixture in `test/fixtures`. */
export const schemaVersion = 2;

/** Every item has this attribute. Items of the first releases have none and count as version 0. */
export const versionName = 'v';

/** The version attribute of a written item. */
export const written = { [versionName]: { N: String(schemaVersion) } } as const;

/** The item was written by a later release, so this one cannot interpret it. */
export class LaterRelease extends Error {}

/**
 * Returns the item after checking that this release can read it. All older versions can be read, later ones cannot.
 * @throws {LaterRelease} when a later release wrote the item.
 */
export function readable<Item extends Readonly<Record<string, AttributeValue>>>(
  table: string,
  item: Item,
): Item {
  const version = Number(item[versionName]?.N ?? 0);
  if (version > schemaVersion)
    throw new LaterRelease(
      `an item of ${table} has schema version ${version}, and this release reads up to ${schemaVersion}: deploy the later release again`,
    );
  return item;
}
