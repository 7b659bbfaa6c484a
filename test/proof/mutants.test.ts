import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mutants } from '../simulation/mutants.ts';
import { mutants as plantedInFiles } from '../independent/mutants.ts';
import { mutants as plantedInLegs } from '../legs/mutants.ts';
import { hasPlace } from './mutate.ts';
import { outageMutants } from './outages/mutants.ts';

const root = join(import.meta.dirname, '../..');

const all = [...mutants, ...plantedInFiles, ...plantedInLegs, ...outageMutants];

test.each(all)('the text that "$name" replaces is in $file exactly once', (mutant) => {
  expect(hasPlace(mutant, readFileSync(join(root, mutant.file), 'utf8'))).toBe(true);
  expect(mutant.replace).not.toBe(mutant.find);
});

test('planted bugs have distinct names', () => {
  const names = all.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
