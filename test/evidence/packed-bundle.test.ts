import { describe, expect, test } from 'vitest';
import { makeBundle } from '../../src/evidence/bundle.ts';
import { namesAsPacked, pack } from '../../src/evidence/pack.ts';
import { manifestIn, unpack } from '../../src/evidence/unpack.ts';
import { failureOf } from '../support/bundle-files.ts';
import { archived, asOf, facts, ledgerOf, profileText, readingsOf } from '../support/signed-evidence.ts';
import { zipOf } from '../support/zip.ts';

const entries = ledgerOf(...facts);

describe('a packed bundle', () => {
  const content = Buffer.from('x');
  const file = (name: string) => ({ name, content });

  test('has the manifest first and the other files by name', () => {
    const files = { b: content, 'manifest.json': content, 'a/b': content };
    expect(namesAsPacked(files)).toEqual(['manifest.json', 'a/b', 'b']);
    expect(Buffer.from(pack(files))).toEqual(
      Buffer.from(zipOf([file('manifest.json'), file('a/b'), file('b')])),
    );
  });

  test('is unpacked unchanged', async () => {
    const bundle = makeBundle({
      entries,
      asOf,
      profileText,
      readingsOf,
      archived,
      signingClient: 's',
      signed: [],
      report: null,
    });
    expect(Buffer.from(pack(await unpack(bundle))).equals(Buffer.from(bundle))).toBe(true);
    expect(manifestIn(bundle)).toMatchObject({ schema: 'coldwatch/bundle/4', signingClient: 's' });
    expect(manifestIn(zipOf([file('a')]))).toBeNull();
    expect(manifestIn(zipOf([file('manifest.json')]))).toBeNull();
    const large = (size: number) =>
      zipOf([{ name: 'manifest.json', content: Buffer.from(`7${' '.repeat(size - 1)}`) }]);
    expect(manifestIn(large(1024 * 1024))).toBe(7);
    expect(manifestIn(large(1024 * 1024 + 1))).toBeNull();
  });

  test.each(['a', 'a/b/c/d', 'A0._@-', 'a/b.json'])('may contain a file called %j', async (name) => {
    expect(Object.keys(await unpack(zipOf([file(name)])))).toEqual([name]);
  });

  test.each(['../a', '/a', 'a/', 'a//b', '.a', 'a/.b', '-a', 'a/b/c/d/e', 'a b', 'a\\b', 'ä', 'a\n', '@a'])(
    'must not contain a file called %j',
    async (name) => {
      // Each byte of a name is read as one character.
      const asRead = Buffer.from(name).toString('latin1');
      expect(await failureOf(() => unpack(zipOf([file(name)])))).toBe(
        `NotConsistent: a file is called ${JSON.stringify(asRead)}`,
      );
    },
  );

  test('contains at most a thousand files', async () => {
    const many = (count: number) =>
      zipOf(Array.from({ length: count }, (_, index) => file(`f${String(index).padStart(4, '0')}`)));
    expect(Object.keys(await unpack(many(1000)))).toHaveLength(1000);
    expect(await failureOf(() => unpack(many(1001)))).toBe('NotConsistent: it contains more than 1000 files');
  });

  test('equals its files packed again byte for byte, or the first difference is named', async () => {
    const two = zipOf([file('a'), { name: 'b', content: Buffer.from('yy') }]);
    const at = (place: number) => {
      const forged = Buffer.from(two);
      forged[place]! ^= 0x20;
      return failureOf(() => unpack(forged));
    };
    const differs = (place: number, where: string) =>
      `NotConsistent: its bytes are not those of its files packed again, first at byte ${place}, ${where}`;
    expect(await at(6)).toBe(differs(6, 'in the header of a'));
    // The header of b follows the one byte of a.
    const between = zipOf([file('a'), { ...file('b'), before: Buffer.from('!') }]);
    expect(await failureOf(() => unpack(between))).toBe(differs(32, 'in the header of b'));
    expect(await at(32 + 6)).toBe(differs(32 + 6, 'in the header of b'));
    const end = Buffer.concat([two, Buffer.from('!')]);
    expect(await failureOf(() => unpack(end))).toContain('NotConsistent: ');
    const local = 32 + 31 + 2;
    expect(await at(local + 4)).toBe(differs(local + 4, 'after the last file'));
  });
});
