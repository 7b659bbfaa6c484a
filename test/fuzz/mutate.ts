import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decode, encode } from 'cborg';
import { hostilePayloads } from '../support/hostile-payloads.ts';
import type { Chance } from '../proof/chance.ts';

/** Every accepted shape of payload, as a starting point for unacceptable ones. */
const json: readonly unknown[] = [
  { time: '2026-11-21T08:00:00Z', temperature: 4.6, pressure: 100.9, latitude: 51.9, longitude: 0.25 },
  { time: 1_795_248_000_000, temperature: 4.6, humidity: 41, battery: 87 },
  [
    { time: '2026-11-21T08:00:00Z', temperature: 4.6 },
    { time: '2026-11-21T08:10:00.250Z', temperature: -80.25, pressure: 75 },
  ],
  [
    { bn: 'urn:dev:mac:0024befffe804ff1/', bt: 1_795_248_000, bu: 'Cel', n: 'temperature', v: 4.6 },
    { n: 'temperature', t: 600, v: 4.7 },
    { u: 'lat', n: 'position', t: 0, v: 51.9 },
    { u: 'lon', n: 'position', t: 0, v: 0.25 },
    { u: 'Pa', n: 'pressure', t: 0, v: 100_900 },
  ],
  [
    { u: 'K', v: 277.75, t: -600 },
    { u: '%RH', v: 41 },
    { u: '%EL', v: 87 },
  ],
];
const cbor = [
  encode([
    new Map<number, unknown>([
      [-3, 1_795_248_000],
      [-4, 'Cel'],
      [2, 4.6],
    ]),
    new Map<number, unknown>([
      [6, 600],
      [2, 4.7],
    ]),
  ]),
  encode([{ bn: 'x', bt: 1_795_248_000, u: 'Cel', v: 5 }]),
];
const accepted: readonly Uint8Array[] = [...json.map((each) => Buffer.from(JSON.stringify(each))), ...cbor];
const fixtures: readonly Uint8Array[] = [
  // Payloads that are hostile by their size are cut: changes to the beginning suffice.
  ...hostilePayloads.map(([, payload]) => payload.subarray(0, 600)),
  ...examplesOfStandard(),
];

/** The examples of RFC 8428, if they are stored next to the project. */
function examplesOfStandard(): Buffer[] {
  const folder = join(import.meta.dirname, '../../../shared/data/senml');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => readFileSync(join(folder, name)));
}

const odd: readonly unknown[] = [
  null,
  true,
  '',
  'NaN',
  '2026-13-45T99:99:99Z',
  '1969-12-31T23:59:59Z',
  '2026-11-21T08:00:00+99:00',
  '=cmd|x',
  '\u0000',
  '😀'.repeat(20),
  0,
  -0,
  1e308,
  -1e308,
  5e-324,
  1e21,
  9_007_199_254_740_992,
  -273.16,
  91,
  181,
  [],
  {},
  [[[]]],
  { constructor: 1 },
];
const oddKeys = [
  '__proto__',
  'constructor',
  'time',
  'temperature',
  'v',
  'n',
  'u',
  't',
  'bt',
  'vs',
  '',
  'temperature ',
];

/** A payload resembling what a device, or an attacker, might send. */
export function payloadBy(chance: Chance): Uint8Array {
  const kind = chance.number();
  if (kind < 0.1) return Uint8Array.from({ length: chance.below(200) }, () => chance.below(256));
  const base = chance.pick(chance.is(0.6) ? accepted : fixtures);
  if (kind < 0.5) return mutatedBytes(base, chance);
  const tree = structureOf(base);
  if (tree === null) return mutatedBytes(base, chance);
  const changed = mutatedTree(tree, chance, 1 + chance.below(3));
  if (kind < 0.85) return Buffer.from(JSON.stringify(changed, largeAsNumber) ?? 'undefined');
  try {
    return encode(changed);
  } catch {
    return mutatedBytes(base, chance);
  }
}

/** JSON has no big integers. */
function largeAsNumber(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}

/** A payload as a tree; null if its keys are numbers, as CBOR allows. */
function structureOf(base: Uint8Array): unknown {
  try {
    return base[0]! < 0x80 ? JSON.parse(Buffer.from(base).toString()) : decode(base);
  } catch {
    return null;
  }
}

/** Bytes with some of them flipped, cut, repeated or inserted. */
export function mutatedBytes(base: Uint8Array, chance: Chance): Uint8Array {
  let bytes = Buffer.from(base);
  for (let change = 0; change <= chance.below(4); change++) {
    const at = chance.below(bytes.length + 1);
    const length = chance.below(12);
    const before = bytes.subarray(0, at);
    const after = bytes.subarray(at);
    switch (chance.below(5)) {
      case 0:
        if (at < bytes.length) bytes[at]! ^= 1 << chance.below(8);
        break;
      case 1:
        bytes = Buffer.from(before);
        break;
      case 2:
        bytes = Buffer.concat([before, after.subarray(length)]);
        break;
      case 3:
        bytes = Buffer.concat([before, after.subarray(0, length), after]);
        break;
      default:
        bytes = Buffer.concat([before, Uint8Array.from({ length }, () => chance.below(256)), after]);
    }
    if (bytes.length === 0) break;
  }
  return bytes;
}

/** The same tree with some of its values, keys or branches changed. */
export function mutatedTree(tree: unknown, chance: Chance, changes: number): unknown {
  let changed = structuredClone(tree);
  for (let change = 0; change < changes; change++) changed = once(changed, chance);
  return changed;
}

function once(tree: unknown, chance: Chance): unknown {
  if (chance.is(0.1) || typeof tree !== 'object' || tree === null) return structuredClone(chance.pick(odd));
  const entries = Object.entries(tree);
  if (entries.length === 0) return structuredClone(chance.pick(odd));
  const [key, value] = chance.pick(entries);
  const branch = tree as Record<string, unknown>;
  switch (chance.below(6)) {
    case 0:
      if (Array.isArray(tree)) tree.splice(Number(key), 1);
      else delete branch[key];
      return tree;
    case 1:
      if (Array.isArray(tree)) tree.push(structuredClone(value));
      // Assigned, __proto__ would change the prototype and not reach the JSON.
      else
        Object.defineProperty(branch, chance.pick(oddKeys), {
          value: structuredClone(value),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      return tree;
    case 2:
      branch[key] = [value];
      return tree;
    default:
      branch[key] = once(value, chance);
      return tree;
  }
}
