import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { badInputKinds } from '../simulation/bad-input-kinds.ts';
import { type Simulator, makeSimulator } from '../simulation/simulate.ts';
import type { FinalState } from '../simulation/scenario.ts';
import { shapesOfTemplate } from '../proof/table-shapes.ts';
import type { Objects } from '../../src/storage/archive/objects.ts';
import { makeBundle } from '../../src/evidence/bundle.ts';
import { loadEvidence } from '../../src/evidence/load-evidence.ts';
import { filesIn } from '../support/bundle-files.ts';
import { objectsInMemory } from '../support/objects-in-memory.ts';
import type { Size } from '../simulation/plan-types.ts';

/**
 * Compares everything that simulated worlds leave behind, byte by byte: every stored item, API responses, notifications
 * and bundles. Sentences for people are in a file of their own, so that a change of words is separate from other
 * changes. The worlds have no request faults, so that their results do not depend on the number of requests. People
 * only act in worlds with one shipment: threads create the signatures, and the order in which several of them finish is
 * not deterministic.
 */
const sizes: Readonly<Record<string, { seed: number; size: Size }>> = {
  'calm journey': { seed: 1, size: sizeOf({}) },
  'values that cannot be read': { seed: 2, size: sizeOf({ badInputs: badInputKinds }) },
  'disorder and people': { seed: 3, size: sizeOf({ hasDisorder: true, hasPeople: true }) },
  'all of it': { seed: 4, size: sizeOf({ badInputs: badInputKinds, hasDisorder: true, hasPeople: true }) },
  'half a day': {
    seed: 5,
    size: sizeOf({ hours: 12, badInputs: badInputKinds, hasDisorder: true, hasPeople: true }),
  },
  'behind a gateway and a webhook': {
    seed: 14,
    size: sizeOf({ badInputs: badInputKinds, hasSources: true }),
  },
  'three shipments': { seed: 6, size: sizeOf({ shipments: 3, badInputs: badInputKinds, hasDisorder: true }) },
};

function sizeOf(changes: Partial<Size>): Size {
  return {
    shipments: 1,
    hours: 6,
    faults: [],
    badInputs: [],
    hasDisorder: false,
    hasPeople: false,
    hasSources: false,
    hasProducts: false,
    ...changes,
  };
}

let simulator: Simulator;
beforeAll(async () => {
  simulator = await makeSimulator(shapesOfTemplate());
});

describe('the results of a simulated world are unchanged', () => {
  test.each(Object.entries(sizes))('%s', async (name, { seed, size }) => {
    const left = await simulator.live(seed, size);
    const sentences: string[] = [];
    const values = withoutSentences(await everythingOf(left), sentences);
    const file = `golden/${name.replaceAll(' ', '-')}`;
    await expect(`${JSON.stringify(values, null, 1)}\n`).toMatchFileSnapshot(`${file}.json`);
    await expect(`${sentences.join('\n')}\n`).toMatchFileSnapshot(`${file}.sentences.txt`);
  });
});

async function everythingOf(left: FinalState): Promise<Record<string, unknown>> {
  const { tables } = left.services;
  const items = tables.names.map((table) => {
    const inOrder = [...tables.items(table)]
      .map((item) => ({ item: readable(item), order: JSON.stringify(withoutSentences(readable(item), [])) }))
      .sort((one, other) => (one.order < other.order ? -1 : 1));
    return [table, inOrder.map(({ item }) => item)];
  });
  return {
    violations: left.violations,
    // The API answers concurrently.
    answers: left.answers.toSorted((a, b) => (a.shipment < b.shipment ? -1 : 1)),
    published: left.services.published,
    items: Object.fromEntries(items) as unknown,
    bundles: await bundlesOf(left),
  };
}

/** A table item with its bytes as base64 and its JSON parsed. */
function readable(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value === 'string' && /^[[{]/.test(value)) return JSON.parse(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, readable(each)]));
}

async function bundlesOf({
  services,
  database,
  answers,
  ledger,
  lastMonitoredAt,
}: FinalState): Promise<unknown> {
  const lines = [...services.archived].sort().join('\n');
  const messages = 'telemetry/2026/01/01/00/all.gz';
  const { objects } = objectsInMemory({ [messages]: gzipSync(lines) });
  const archive: Objects = {
    ...objects,
    get: async (key) => (key === messages ? objects.get(key) : inBucket(services.bucket, key)),
  };
  const bundles: Record<string, unknown> = {};
  for (const shipment of answers.map((each) => each.shipment).toSorted()) {
    const evidence = await loadEvidence(database, ledger(shipment), archive, 'signs', lastMonitoredAt);
    const files = Object.entries(filesIn(makeBundle({ ...evidence, report: null })));
    bundles[shipment] = Object.fromEntries(
      files.map(([name, content]) => [name, contentOf(Buffer.from(content).toString())]),
    );
  }
  return bundles;
}

function inBucket(bucket: FinalState['services']['bucket'], Key: string): Promise<Uint8Array> {
  const { Body } = bucket.answer('GetObjectCommand', { Key }) as {
    Body: { transformToByteArray(): Promise<Uint8Array> };
  };
  return Body.transformToByteArray();
}

/** A file's JSON, or its lines, each parsed as JSON where possible. */
function contentOf(text: string): unknown {
  const read = (json: string): unknown => {
    try {
      return JSON.parse(json);
    } catch {
      return null;
    }
  };
  return (
    read(text) ??
    text
      .trim()
      .split('\n')
      .map((line) => read(line) ?? line)
  );
}

/** Names that differ in each process: of requests, challenges and keys, and the hashes derived from them. */
const rebuilt: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'UUID'],
  [/\b(?:[0-9a-f]{16}|[0-9a-f]{64})\b/g, 'HASH'],
  [/^(?=.*[A-Z])(?=.*[a-z])(?:[\w-]{22}|[\w-]{43}|[\w-]{80,})$/, 'RANDOM'],
  [/^ey[\w-]+(?:\.[\w-]+){2}$/, 'TOKEN'],
];

/** Moves each sentence in a value into a list. */
function withoutSentences(value: unknown, sentences: string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutSentences(each, sentences));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, withoutSentences(each, sentences)]),
    );
  if (typeof value !== 'string') return value;
  const text = rebuilt.reduce((known, [pattern, name]) => known.replace(pattern, name), value);
  if (!/[a-z]+[,:]? [a-z0-9]+/.test(text)) return text;
  sentences.push(text);
  return 'SENTENCE';
}
