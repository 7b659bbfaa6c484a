import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Item } from './expression-reader.ts';

const sizes = new WeakMap<Item, number>();

/** The size of an item in bytes, as it is billed. */
export function sizeOf(item: Item): number {
  let size = sizes.get(item);
  if (size === undefined) {
    size = 0;
    for (const name in item) size += Buffer.byteLength(name) + valueBytes(item[name]!);
    sizes.set(item, size);
  }
  return size;
}

function valueBytes({ S, B, N }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (B !== undefined) return B.length;
  return Math.ceil((N ?? '').replace(/[-.]/g, '').replace(/^0+|0+$/g, '').length / 2) + 1;
}
