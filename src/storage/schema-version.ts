import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** How this release writes items. A number higher than that of a fixture in `test/fixtures` needs one of its own. */
export const schemaVersion = 2;

/** Every item has this attribute; those of the first releases have none, and count as 0. */
export const versionName = 'v';

/** What an item that is written says of how it is written. */
export const written = { [versionName]: { N: String(schemaVersion) } } as const;

/** An item was written by a later release than this one, which cannot know what it means. */
export class LaterRelease extends Error {}

/** The item, once it is sure that this release can read it: all older versions are read, none that is later. */
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
