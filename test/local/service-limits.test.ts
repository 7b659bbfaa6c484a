import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serviceLimits } from '../../local/service-limits.ts';

const root = join(import.meta.dirname, '../..');
const rows = Object.entries(serviceLimits);

test('every limit names the AWS page that documents it', () => {
  for (const [name, { source }] of rows)
    expect(source, name).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
});

/** Numbers that are unlikely to mean anything else here: sizes, and counts in the thousands that are not times. */
const distinctive = new Set<number>(
  rows.flatMap(([name, { limit }]) =>
    typeof limit === 'number' && limit > 4096 && !name.endsWith('Ms') && limit % 1000 !== 0 ? [limit] : [],
  ),
);

describe('no limit is written down twice', () => {
  test.each(['local', 'test/models', 'test/simulation'])('in %s', (folder) => {
    const found: string[] = [];
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!/\.(ts|mjs)$/.test(entry.name) || path.endsWith('local/service-limits.ts')) continue;
      const products = readFileSync(path, 'utf8').matchAll(/\b[\d_]+(?:\s*\*\s*[\d_]+)*\b/g);
      for (const [product] of products) {
        const number = product
          .split('*')
          .reduce((value, factor) => value * Number(factor.replaceAll('_', '')), 1);
        if (distinctive.has(number)) found.push(`${path.slice(root.length + 1)}: ${product}`);
      }
    }
    expect(distinctive.size).toBeGreaterThan(8);
    expect(found).toEqual([]);
  });
});
