import { describe, expect, test } from 'vitest';
import { sha256 } from '../../src/model/digest.ts';
import { makeBundle } from '../../src/evidence/bundle.ts';
import { attempt, firstDifference, NotConsistent } from '../../src/evidence/not-consistent.ts';
import { makeReport } from '../../src/evidence/report/report.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { failureOf, filesIn, refitted } from '../support/bundle-files.ts';
import { asOf, plainEvidence } from '../support/signed-evidence.ts';
import { zipOfFiles } from '../support/zip.ts';

const bundle = makeBundle(plainEvidence);
const failure = async (of: Uint8Array): Promise<string> =>
  (await failureOf(() => verifyBundle(of))).replace('NotConsistent: ', '');
const bytes = (text: string): Uint8Array => Buffer.from(text);
/** The bundle with another manifest. */
const withManifest = (text: string): Uint8Array =>
  zipOfFiles({ ...filesIn(bundle), 'manifest.json': bytes(text) });

test('a consistent bundle is described in full', async () => {
  expect(await verifyBundle(bundle)).toEqual({
    shipment: 'S-1',
    asOf: '2026-01-01T05:00:00.000Z',
    recommendation: 'release',
    lastEntry: { sequence: 5, hash: plainEvidence.entries.at(-1)!.hash },
    raw: { readings: 50, backed: 50, unrecorded: 0, foreign: 0, shifted: 0 },
    files: 8,
    givenFiles: 0,
    client: 'signing',
    signatures: [],
    readmissions: [],
    report: 'none',
  });
  const report = await makeReport(plainEvidence);
  expect(await verifyBundle(makeBundle({ ...plainEvidence, report }))).toMatchObject({
    report: 'reproduced',
    files: 9,
  });
  const other = makeBundle({
    ...plainEvidence,
    report: await makeReport({ ...plainEvidence, asOf: asOf + 60_000 }),
  });
  expect(await verifyBundle(other)).toMatchObject({ report: 'differs' });
});

test('the manifest lists the files by name, each with its hash', () => {
  const { 'manifest.json': manifest, ...files } = filesIn(bundle);
  const names = [
    'ledger.json',
    'profiles/warm@1.json',
    'raw/01.ndjson',
    'raw/02.ndjson',
    'readings/01.json',
    'readings/02.json',
    'verdict.json',
  ];
  expect(Object.keys(files)).toEqual(names);
  expect(Buffer.from(manifest!).toString()).toBe(
    [
      '{',
      ' "schema": "coldwatch/bundle/4",',
      ' "shipment": "S-1",',
      ' "asOf": "2026-01-01T05:00:00.000Z",',
      ' "signingClient": "signing",',
      ' "files": {',
      names.map((name) => `  "${name}": "${sha256(files[name]!)}"`).join(',\n'),
      ' }',
      '}',
      '',
    ].join('\n'),
  );
});

describe('a manifest is refused', () => {
  test.each<[string, () => Uint8Array, string]>([
    [
      'that is not JSON',
      () => withManifest('{'),
      `manifest.json is not JSON: Expected property name or '}' in JSON at position 1 (line 1 column 2)`,
    ],
    [
      'without a client',
      () => refitted(bundle, () => undefined, { signingClient: undefined }),
      'manifest.json names no signing client',
    ],
    [
      'whose client is not text',
      () => refitted(bundle, () => undefined, { signingClient: 7 }),
      'manifest.json names no signing client',
    ],
    [
      'without a time',
      () => refitted(bundle, () => undefined, { asOf: 'now' }),
      'manifest.json names no time: Invalid time value',
    ],
    [
      'whose time is in another form',
      () => refitted(bundle, () => undefined, { asOf: '2026-01-01T05:00:00Z' }),
      'manifest.json was changed',
    ],
    [
      'with an extra field',
      () => refitted(bundle, () => undefined, { more: 1 }),
      'manifest.json was changed',
    ],
    [
      'without a schema',
      () => refitted(bundle, () => undefined, { schema: undefined }),
      'manifest.json was changed',
    ],
    [
      'with an unknown schema',
      () => refitted(bundle, () => undefined, { schema: 'x' }),
      'manifest.json is not of coldwatch/bundle/4 or coldwatch/bundle/5, but of x',
    ],
    [
      'with the previous schema',
      () => refitted(bundle, () => undefined, { schema: 'coldwatch/bundle/2' }),
      'it is of coldwatch/bundle/2, which Coldwatch 0.2.0 made: verify it with that version',
    ],
    ['that is missing', () => zipOfFiles({ 'ledger.json': bytes('[]') }), 'manifest.json is missing'],
    [
      'that lists nothing',
      () => withManifest('{"signingClient":"x","asOf":"2026-01-01"}'),
      'ledger.json is in the bundle but not in the manifest',
    ],
    [
      'that lists a missing file',
      () =>
        zipOfFiles(
          Object.fromEntries(Object.entries(filesIn(bundle)).filter(([name]) => name !== 'raw/01.ndjson')),
        ),
      'raw/01.ndjson is in the manifest but not in the bundle',
    ],
    [
      'that does not list a file',
      () => zipOfFiles({ ...filesIn(bundle), 'a.json': bytes('') }),
      'a.json is in the bundle but not in the manifest',
    ],
    [
      'that lists another content',
      () => zipOfFiles({ ...filesIn(bundle), 'raw/01.ndjson': bytes('') }),
      'raw/01.ndjson was changed: its hash differs',
    ],
    [
      'of another shipment',
      () => refitted(bundle, () => undefined, { shipment: 'S-2' }),
      'entry 1 of the ledger is of another shipment',
    ],
  ])('%s', async (_, make, message) => {
    expect(await failure(make())).toBe(message);
  });

  test('with a time more than a minute before the last entry', async () => {
    const at = (time: number) => failure(makeBundle({ ...plainEvidence, asOf: time }));
    const { recordedAt } = plainEvidence.entries.at(-1)!;
    expect(await at(recordedAt - 60_000)).not.toContain('names a time before');
    expect(await at(recordedAt - 60_001)).toBe(
      'manifest.json names a time before the last entry of the ledger',
    );
  });
});

describe('a failed check', () => {
  test('is reported once, with the step that failed', async () => {
    const tried = (error: Error) =>
      failureOf(() =>
        attempt('it cannot be read', () => {
          throw error;
        }),
      );
    expect(await tried(new Error('no'))).toBe('NotConsistent: it cannot be read: no');
    expect(await tried(new NotConsistent('no'))).toBe('NotConsistent: no');
    expect(await attempt('it cannot be read', async () => 7)).toBe(7);
  });

  test('names the first line that differs', () => {
    expect(firstDifference('a\nb', 'a\nb')).toBe('');
    expect(firstDifference('a\nb', 'x\nb')).toBe(', first in line 1');
    expect(firstDifference('a\nb\nc', 'a\nb')).toBe(', first in line 3');
    expect(firstDifference('a', 'a\nb')).toBe('');
  });
});
