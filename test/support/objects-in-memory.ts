import type { Objects } from '../../src/storage/archive/objects.ts';

/** A bucket in memory, and the requested keys in order. */
export function objectsInMemory(content: Readonly<Record<string, Uint8Array | string>> = {}) {
  const held = new Map<string, Uint8Array>(
    Object.entries(content).map(([key, body]) => [key, Buffer.from(body as string)]),
  );
  const asked: string[] = [];
  const objects: Objects = {
    async put(key, body) {
      held.set(key, Buffer.from(body as string));
    },
    async get(key) {
      asked.push(key);
      return held.get(key) ?? null;
    },
    async *list(prefix) {
      yield* [...held.keys()].filter((key) => key.startsWith(prefix)).sort();
    },
  };
  return { objects, held, asked };
}
