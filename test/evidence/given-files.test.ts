import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBundle } from '../../src/evidence/bundle.ts';
import { freeze } from '../../src/evidence/freeze.ts';
import { loadBasis, loadEvidence } from '../../src/evidence/load-evidence.ts';
import { reportData } from '../../src/evidence/report/report-data.ts';
import { makeReport } from '../../src/evidence/report/report.ts';
import { verifiedInWords } from '../../src/evidence/verified-in-words.ts';
import { verifyGivenFiles } from '../../src/evidence/verify-given-files.ts';
import { verifyContent } from '../../src/evidence/verify-content.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { evaluateFiles, verdictText } from '../../src/evidence/recompute.ts';
import { sha256OfJson } from '../../src/model/digest.ts';
import type { Reading } from '../../src/model/reading.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import { failureOf, refitted } from '../support/bundle-files.ts';
import { cool, csv, filesAtShipments, later } from '../support/files-at-shipment.ts';

let own: Awaited<ReturnType<typeof filesAtShipments>>;
let evidence: Awaited<ReturnType<typeof loadEvidence>>;
let bundle: Uint8Array;
let files: { [name: string]: string };
beforeAll(async () => {
  own = await filesAtShipments();
  await own.planned('E-1');
  const changed = cool(30, 3).map((value, index) => (index === 4 ? 5.55 : value));
  const dropped = {
    short: await own.drop('E-1', csv(cool(30, 3)), { name: 'short.csv' }),
    other: await own.drop(
      'E-1',
      `Serial Number,LG-7\n${csv(cool(30, 8)).replace('temperature', 'Temperature [°C]')}`,
      {
        name: 'other.csv',
      },
    ),
    changed: await own.drop('E-1', csv(changed), {
      name: 'changed.csv',
      answers: { 'source-of-record': 'the earlier file short.csv' },
    }),
    photo: await own.drop('E-1', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16]), { name: 'box.jpg' }),
  };
  await own.setAside('E-1', dropped.photo.sha256, 'a photo of the box');
  files = Object.fromEntries(Object.entries(dropped).map(([name, { sha256 }]) => [name, `files/${sha256}`]));
  await own.arrived('E-1', 295);
  evidence = await loadEvidence(
    own.database,
    await own.entries('E-1'),
    own.archive.objects,
    'signing',
    Date.now(),
  );
  bundle = makeBundle({ ...evidence, report: await makeReport(evidence) });
});
afterAll(() => own.stop());

const failure = (forged: Uint8Array) => failureOf(() => verifyBundle(forged));
/** The bundle with a changed ledger whose chain is whole. */
const withLedger = (change: (entries: { fact: Record<string, unknown> }[]) => void) =>
  refitted(bundle, (parts) => {
    const entries = JSON.parse(Buffer.from(parts['ledger.json']!).toString()) as (Entry & {
      fact: Record<string, unknown>;
    })[];
    change(entries);
    let previous: string | null = null;
    const chained = entries.map((entry) => {
      const { hash: _, ...rest } = entry;
      const unhashed = { ...rest, previous };
      previous = sha256OfJson(unhashed);
      return { ...unhashed, hash: previous };
    });
    parts['ledger.json'] = Buffer.from(`${JSON.stringify(chained, null, 1)}\n`);
    // Whoever forges the ledger makes the verdict fit it.
    const texts = Object.fromEntries(
      Object.entries(parts).map(([name, content]) => [name, Buffer.from(content).toString()]),
    );
    const { asOf } = JSON.parse(texts['verdict.json']!) as { asOf: string };
    parts['verdict.json'] = Buffer.from(verdictText(evaluateFiles(chained, texts, Date.parse(asOf))));
  });
const factsOf = (entries: { fact: Record<string, unknown> }[], kind: string, sha256: string) =>
  entries.find(({ fact }) => fact['kind'] === kind && fact['sha256'] === sha256.slice('files/'.length))!.fact;

test('a bundle has the files as they came, and reading them again gives the record', async () => {
  const verified = await verifyBundle(bundle);
  expect(verified).toMatchObject({
    givenFiles: 2,
    recommendation: 'quarantine',
    raw: { readings: 60, backed: 60, unrecorded: 0, foreign: 0, shifted: 0 },
    report: 'reproduced',
  });
  const words = verifiedInWords(verified, { isTrusted: false, isClientGiven: false });
  expect(words[0]).toMatch(/^consistent, issuer not established: shipment E-1 as of [^;]+$/);
  expect(words).toContain('  2 files of loggers, read again here, give the same readings');
  const checks = { trust: null, clients: [], readFiles: verifyGivenFiles, drawReport: null };
  expect(await verifyContent(bundle, checks)).toMatchObject({ givenFiles: 2, report: 'not-checked' });
});

test('a file set aside is compared beyond the declared arrival, also when the bundle is verified', async () => {
  await own.planned('E-2');
  await own.drop('E-2', csv(cool(30, 3)), { name: 'short.csv' });
  await own.arrived('E-2', 295);
  const answers = { 'source-of-record': 'the earlier file short.csv' };
  await own.drop('E-2', csv(cool(40, 3)), { name: 'long.csv', answers });
  const entries = await own.entries('E-2');
  const setAside = entries.flatMap(({ fact }) => (fact.kind === 'file-set-aside' ? [fact] : []));
  expect(setAside).toMatchObject([{ differing: 10, firstDifferingAt: later(300) }]);
  const loaded = await loadEvidence(own.database, entries, own.archive.objects, 'signing', Date.now());
  const verified = await verifyBundle(makeBundle({ ...loaded, report: null }));
  expect(verified).toMatchObject({ givenFiles: 1, recommendation: 'quarantine' });
});

test('the report names the loggers and files, not the devices that they became', () => {
  const { sensors } = reportData(evidence);
  expect(sensors.map(({ attachment }) => attachment.device)).toEqual(['short.csv', 'logger LG-7']);
});

test('what is frozen names every file with its reader and its answers', async () => {
  const entries = await own.entries('E-1');
  const basis = await loadBasis(own.database, entries, null, Date.now());
  const { document } = freeze(basis);
  expect(document.files).toMatchObject([
    { name: 'short.csv', state: 'attached', reader: { version: 1 }, answers: {} },
    { name: 'other.csv', state: 'attached', serial: 'LG-7' },
    { name: 'changed.csv', state: 'set-aside', reader: null },
    { name: 'box.jpg', state: 'set-aside', reason: 'a photo of the box' },
  ]);
  expect(document.checks.find(({ id }) => id === 'files-read')).toMatchObject({ outcome: 'fail' });
});

test.each([
  [
    'tampered bytes',
    () => refitted(bundle, (parts) => void (parts[files['short']!] = Buffer.from(csv(cool(30, 4))))),
    'its hash differs',
  ],
  [
    'a tampered photo',
    () => refitted(bundle, (parts) => void (parts[files['photo']!] = Buffer.from('x'))),
    'its hash differs',
  ],
  ['a missing file', () => refitted(bundle, (parts) => void delete parts[files['other']!]), 'is missing'],
  [
    'a file that nobody dropped',
    () => refitted(bundle, (parts) => void (parts[`files/${'a'.repeat(64)}`] = Buffer.from('x'))),
    'belongs to nothing in the ledger',
  ],
  [
    'other answers',
    () =>
      withLedger(
        (entries) =>
          void (factsOf(entries, 'file-attached', files['other']!)['answers'] = {
            column: { temperature: 'other' },
          }),
      ),
    'cannot be read again',
  ],
  [
    'another serial number',
    () =>
      withLedger((entries) => void (factsOf(entries, 'file-attached', files['other']!)['serial'] = 'LG-8')),
    'says otherwise than the ledger in "serial"',
  ],
  [
    'another sentence on how it was read',
    () =>
      withLedger(
        (entries) =>
          void (factsOf(entries, 'file-attached', files['other']!)['reader'] = {
            format: 'guessed',
            version: 1,
          }),
      ),
    'is not read as the ledger says',
  ],
  [
    'fewer differences',
    () =>
      withLedger((entries) => void (factsOf(entries, 'file-set-aside', files['changed']!)['differing'] = 0)),
    'differs from short.csv in 1 reading, and the ledger says 0',
  ],
  [
    'no comparison',
    () =>
      withLedger((entries) => {
        const fact = factsOf(entries, 'file-set-aside', files['changed']!);
        Object.assign(fact, { differing: 0, firstDiffering: null, compared: null });
      }),
    'changed.csv was set aside in favour of short.csv without comparing them',
  ],
  [
    'another first difference',
    () =>
      withLedger(
        (entries) =>
          void (factsOf(entries, 'file-set-aside', files['changed']!)['firstDiffering'] =
            'temperature 4.1 °C at 2026-03-03 06:40 UTC'),
      ),
    'changed.csv differs from short.csv in 1 reading',
  ],
  [
    'another serial number, under another version of the readers',
    () =>
      withLedger((entries) => {
        const fact = factsOf(entries, 'file-attached', files['other']!);
        Object.assign(fact, { serial: 'LG-8', reader: { format: 'in other words', version: 0 } });
      }),
    'says otherwise than the ledger in "serial"; it was read by version 0 of the readers',
  ],
  [
    'another size',
    () =>
      withLedger((entries) => {
        const received = entries.find(({ fact }) => fact['kind'] === 'file-received')!.fact;
        (received['file'] as { bytes: number }).bytes += 1;
      }),
    'short.csv does not have the',
  ],
  [
    'readings of the file that were left out',
    () =>
      withLedger(
        (entries) =>
          void (factsOf(entries, 'file-attached', files['short']!)['leftOut'] = {
            readings: 1,
            from: 0,
            to: 0,
            temperature: null,
          }),
      ),
    'says otherwise than the ledger in "leftOut"',
  ],
  [
    'a later comparison that says otherwise',
    () =>
      withLedger((entries) => {
        const sameLogger = [
          {
            sha256: files['other']!.slice('files/'.length),
            answers: {},
            differing: 0,
            firstDiffering: null,
            firstDifferingAt: null,
          },
        ];
        factsOf(entries, 'file-compared', files['changed']!)['sameLogger'] = sameLogger;
      }),
    'changed.csv, compared with other.csv again, differs otherwise than the ledger says',
  ],
  [
    'a later comparison with a file that was never read',
    () =>
      withLedger(
        (entries) =>
          void (factsOf(entries, 'file-compared', files['changed']!)['with'] = [
            files['photo']!.slice('files/'.length),
          ]),
      ),
    'was compared with a file that was never read',
  ],
])('%s are found', async (_, forged, expected) => {
  expect(await failure(forged())).toContain(expected);
});

test.each([
  [
    'changed',
    (readings: readonly Reading[]) => [{ ...readings[0]!, value: 4.5 } as Reading, ...readings.slice(1)],
    '1 reading of the record is not in short.csv',
  ],
  [
    'left out',
    (readings: readonly Reading[]) => readings.slice(1),
    '1 reading of short.csv, read again by the same answers, is not in the record',
  ],
])('a record with a reading %s is found', async (_, change, expected) => {
  const first = (await own.attachments('E-1'))[0]!.device;
  const forged = makeBundle({
    ...evidence,
    report: null,
    readingsOf: (attachment) => {
      const readings = evidence.readingsOf(attachment);
      return attachment.device === first ? change(readings) : readings;
    },
  });
  expect(await failure(forged)).toContain(expected);
});
