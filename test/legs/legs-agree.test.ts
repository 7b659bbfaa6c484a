import { expect, test } from 'vitest';
import { differencesOf, findingsOf } from './compare.ts';
import { generateHistory } from './generate.ts';

// The proof compares a hundred thousand; these are others.
const first = 1_000_000;
const seeds = (count: number): number[] => Array.from({ length: count }, (_, index) => first + index);

test('what was spent is what the reference finds by brute force, in a thousand histories', () => {
  const differing = seeds(1000).flatMap((seed) =>
    differencesOf(generateHistory(seed)).map((difference) => `seed ${seed}: ${difference}`),
  );
  expect(differing).toEqual([]);
});

test.each([67638, 82721, 93723])(
  'of re-admissions signed at one time that of the earlier leg comes first: history %i',
  (seed) => {
    expect(differencesOf(generateHistory(seed))).toEqual([]);
  },
);

test('the histories have every kind of answer', () => {
  const findings = seeds(500).flatMap((seed) => findingsOf(generateHistory(seed)));
  const count = (holds: (finding: (typeof findings)[number]) => boolean): number =>
    findings.filter(holds).length;
  for (const outcome of ['pass', 'fail', 'note'] as const)
    expect(count((finding) => finding.outcome === outcome)).toBeGreaterThan(20);
  expect(count(({ used }) => used.unknown.length === 0 && used.shipments.length > 2)).toBeGreaterThan(20);
  expect(count(({ used }) => used.beforeObserved < used.before)).toBeGreaterThan(20);
  expect(count(({ used }) => used.hereObserved < used.here)).toBeGreaterThan(20);
  expect(count(({ used }) => used.readmitted > 0 && used.before > 0)).toBeGreaterThan(20);
  expect(count(({ used }) => used.notUsedByThen > 0)).toBeGreaterThan(5);
  expect(count(({ used }) => used.between.length > 0)).toBeGreaterThan(20);
  expect(count(({ used, total }) => used.left > 0 && used.left < total)).toBeGreaterThan(20);
  expect(count(({ used }) => used.most > used.before + used.here)).toBeGreaterThan(0);
});
