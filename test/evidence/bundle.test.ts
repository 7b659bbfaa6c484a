import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { sha256OfJson } from '../../contract/digest.ts';
import type { Fact } from '../../domain/fact.ts';
import type { Attachment, Entry } from '../../domain/ledger.ts';
import { type Evidence, makeBundle } from '../../evidence/bundle.ts';
import { NotConsistent, verifyBundle } from '../../evidence/verify.ts';
import { everyTenMinutes, hour, start, times } from '../support/series.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';

function ledgerOf(...facts: Fact[]): Entry[] {
  const entries: Entry[] = [];
  for (const [index, fact] of facts.entries()) {
    const entry = {
      shipment: 'S-1',
      sequence: index + 1,
      recordedAt: start + index,
      by: 'Ann',
      why: 'test',
      fact,
      previous: entries.at(-1)?.hash ?? null,
    };
    entries.push({ ...entry, hash: sha256OfJson(entry) });
  }
  return entries;
}

const attached = { kind: 'device-attached' as const, since: start, intervalMs: 600_000 };
const evidence: Evidence = {
  entries: ledgerOf(
    { kind: 'shipment-created', ...createdShipment },
    { ...attached, device: 'lid' },
    { ...attached, device: 'floor', role: 'spare' },
    { kind: 'departed', at: start + hour, detectedBy: null },
  ),
  asOf: start + 5 * hour,
  profileText: () => JSON.stringify(warmProfile),
  readingsOf: ({ device }) => everyTenMinutes([...times(20, device === 'lid' ? 5 : 6), 9, 9, 9, 5]),
};
const bundle = makeBundle(evidence);

/** The bundle with other files in it. */
function changed(change: (files: Record<string, Uint8Array>) => void): Uint8Array {
  const files = unzipSync(bundle);
  change(files);
  return zipSync(files);
}

describe('an evidence bundle', () => {
  test('says what it holds, and is the same to the byte from the same evidence', () => {
    expect(verifyBundle(bundle)).toEqual({
      shipment: 'S-1',
      asOf: '2026-01-01T05:00:00.000Z',
      recommendation: 'quarantine',
      entries: 4,
      readings: 48,
      files: 6,
    });
    const shuffled = {
      ...evidence,
      readingsOf: (each: Attachment) => evidence.readingsOf(each).toReversed(),
    };
    expect(Buffer.from(makeBundle(shuffled)).equals(Buffer.from(bundle))).toBe(true);
  });

  test('fails when any byte of any file in it is changed', () => {
    const names = Object.keys(unzipSync(bundle));
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (name, place, by) => {
          const tampered = changed((files) => {
            const content = files[name]!;
            content[place % content.length]! ^= by;
          });
          expect(() => verifyBundle(tampered)).toThrow(NotConsistent);
        },
      ),
      { numRuns: 400 },
    );
  });

  test.each<[string, (files: Record<string, Uint8Array>) => void, string]>([
    ['a file is missing', (files) => delete files['readings/01.json'], 'readings/01.json is in the manifest'],
    ['the manifest is missing', (files) => delete files['manifest.json'], 'manifest.json is missing'],
    [
      'a file was added',
      (files) => (files['extra.json'] = strToU8('{}')),
      'extra.json is in the bundle and not',
    ],
    ['a file leads out of it', (files) => (files['../evil'] = strToU8('x')), 'a file is called "../evil"'],
    [
      'a file leads to a root',
      (files) => (files['/etc/passwd'] = strToU8('x')),
      'a file is called "/etc/passwd"',
    ],
  ])('fails when %s', (_, change, message) => {
    expect(() => verifyBundle(changed(change))).toThrow(message);
  });

  test('fails when it is truncated, or no ZIP', () => {
    for (const length of [0, 10, 100, bundle.length - 30])
      expect(() => verifyBundle(bundle.slice(0, length))).toThrow(NotConsistent);
    expect(() => verifyBundle(strToU8('not a ZIP at all, but long enough to be read as one'))).toThrow(
      NotConsistent,
    );
  });

  test('fails where the verdict is not what the readings amount to, though every hash is right', () => {
    const forged = makeBundle({ ...evidence, readingsOf: () => everyTenMinutes(times(24, 5)) });
    const files = unzipSync(forged);
    const honest = unzipSync(bundle);
    // The readings of one, the verdict of the other, and a manifest that fits.
    const manifest = JSON.parse(Buffer.from(files['manifest.json']!).toString()) as {
      files: Record<string, string>;
    };
    const { files: hashes } = JSON.parse(Buffer.from(honest['manifest.json']!).toString()) as typeof manifest;
    manifest.files['readings/01.json'] = hashes['readings/01.json']!;
    const mixed = zipSync({
      ...files,
      'readings/01.json': honest['readings/01.json']!,
      'manifest.json': strToU8(`${JSON.stringify(manifest, null, 1)}\n`),
    });
    expect(() => verifyBundle(mixed)).toThrow(
      'verdict.json is not what ledger, profiles and readings amount to',
    );
  });

  test('fails where an entry of the ledger was changed, though the manifest fits', () => {
    const [first, second, ...rest] = evidence.entries as [Entry, Entry, ...Entry[]];
    const entries = [first, { ...second, by: 'Eve' }, ...rest];
    expect(() => verifyBundle(makeBundle({ ...evidence, entries }))).toThrow(
      'entry 2 of the ledger was changed',
    );
    expect(() => verifyBundle(makeBundle({ ...evidence, entries: [first, ...rest] }))).toThrow(
      'entry 2 of the ledger has the number 3',
    );
  });

  test('is refused where it would unpack to more than there can be', () => {
    const bomb = zipSync({ 'ledger.json': new Uint8Array(300 * 1024 * 1024) }, { level: 9 });
    expect(bomb.length).toBeLessThan(2 * 1024 * 1024);
    expect(() => verifyBundle(bomb)).toThrow('it unpacks to more than 256 MB');
  });
});
