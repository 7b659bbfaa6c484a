import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { plantedBugs } from '../simulation/mutants.ts';
import { plantedBugs as plantedInFiles } from '../independent/mutants.ts';
import { hasPlace } from './mutate.ts';

const root = join(import.meta.dirname, '../..');

test.each([...plantedBugs, ...plantedInFiles])('$name still has its place in $file', (planted) => {
  expect(hasPlace(planted, readFileSync(join(root, planted.file), 'utf8'))).toBe(true);
  expect(planted.replace).not.toBe(planted.find);
});

test('no two bugs have one name', () => {
  const names = [...plantedBugs, ...plantedInFiles].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
