import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { zipOfFiles } from '../support/zip.ts';

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-paths-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  '../../escaped.txt',
  '/tmp/coldwatch-escaped.txt',
  '..\\escaped.txt',
  'a/../../escaped.txt',
  '\u0000',
])('a bundle with a file named %j is refused, and nothing is written', async (name) => {
  const before = process.cwd();
  process.chdir(folder);
  try {
    const bundle = zipOfFiles({
      [name]: new TextEncoder().encode('harm'),
      'manifest.json': new TextEncoder().encode('{}'),
    });
    await expect(verifyBundle(bundle)).rejects.toThrow(/./);
  } finally {
    process.chdir(before);
  }
  expect(readdirSync(folder)).toEqual([]);
  expect(existsSync('/tmp/coldwatch-escaped.txt')).toBe(false);
});

test('a bundle of a great many empty files is refused', { timeout: 60_000 }, async () => {
  const many = Object.fromEntries(
    Array.from({ length: 60_000 }, (_, index) => [`raw/${index}.json`, new Uint8Array()]),
  );
  await expect(verifyBundle(zipOfFiles(many))).rejects.toThrow('it contains more than 1000 files');
});
