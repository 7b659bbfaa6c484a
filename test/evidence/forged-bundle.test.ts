import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { sha256OfJson } from '../../src/model/digest.ts';
import { type Evidence, makeBundle } from '../../src/evidence/bundle.ts';
import { NotConsistent } from '../../src/evidence/not-consistent.ts';
import { makeReport } from '../../src/evidence/report/report.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { verifyContent } from '../../src/evidence/verify-content.ts';
import { verifyGivenFiles } from '../../src/evidence/verify-given-files.ts';
import { signedEvidence } from '../support/signed-evidence.ts';
import { type ZipEntry, storedFiles, u8, zipEnd, zipOf, zipParts } from '../support/zip.ts';

let bundle: Uint8Array;
let thumbprint: string;
beforeAll(async () => {
  const { evidence, ...rest } = await signedEvidence();
  ({ thumbprint } = rest);
  bundle = makeBundle({ ...evidence, report: await makeReport(evidence) });
});

const forgedReport = Buffer.from('%PDF-1.4 FORGED');

/** The entries of the bundle, one of them changed. */
function entriesWith(name: string, change: Partial<ZipEntry>): ZipEntry[] {
  return storedFiles(bundle).map((entry) => (entry.name === name ? { ...entry, ...change } : entry));
}

/** The bundle with changed texts and a matching manifest. */
function withTexts(change: (texts: Map<string, string>) => void): Uint8Array {
  const files = storedFiles(bundle);
  const report = files.find(({ name }) => name === 'report.pdf')!.content;
  const texts = new Map(
    files
      .filter(({ name }) => name !== 'report.pdf')
      .map(({ name, content }) => [name, content.toString('utf8')]),
  );
  change(texts);
  const hash = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
  const hashes = JSON.parse(texts.get('manifest.json')!).files as Record<string, string>;
  let manifest = texts.get('manifest.json')!;
  for (const [name, text] of texts)
    if (name !== 'manifest.json') manifest = manifest.replace(hashes[name]!, hash(text));
  texts.set('manifest.json', manifest);
  return zipOf(
    files.map(({ name }) => ({
      name,
      content: name === 'report.pdf' ? report : Buffer.from(texts.get(name)!),
    })),
  );
}

/** An extra field: the Unicode path (0x7075) gives the file another name in tools that support it. */
function unicodePath(name: string, other: string): Buffer {
  const text = Buffer.from(other);
  const field = Buffer.alloc(9 + text.length);
  field.writeUInt16LE(0x7075, 0);
  field.writeUInt16LE(5 + text.length, 2);
  field.writeUInt8(1, 4);
  field.writeUInt32LE(process.getBuiltinModule('node:zlib').crc32(name), 5);
  text.copy(field, 9);
  return field;
}

/** Two archives in one: ZIP64 readers see another central directory than readers of the end record. */
function twoDirectories(): Uint8Array {
  const honest = storedFiles(bundle);
  const forged = honest.map((entry) =>
    entry.name === 'report.pdf' ? { ...entry, content: forgedReport } : entry,
  );
  const first = zipParts(honest);
  const second = zipParts(forged, first.local.length);
  const hiddenAt = first.local.length + second.local.length + first.central.length;
  const zip64At = hiddenAt + second.central.length;
  const zip64 = Buffer.alloc(56);
  zip64.write('PK\x06\x06', 'latin1');
  u8(44).copy(zip64, 4);
  zip64.writeUInt16LE(45, 12);
  zip64.writeUInt16LE(45, 14);
  u8(second.count).copy(zip64, 24);
  u8(second.count).copy(zip64, 32);
  u8(second.central.length).copy(zip64, 40);
  u8(hiddenAt).copy(zip64, 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  u8(zip64At).copy(locator, 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([
    first.local,
    second.local,
    first.central,
    second.central,
    zip64,
    locator,
    zipEnd(first.count, first.central.length, first.local.length + second.local.length),
  ]);
}

test('a bundle is a ZIP that anyone can repack byte for byte', async () => {
  expect(Buffer.from(zipOf(storedFiles(bundle))).equals(bundle)).toBe(true);
  const names = storedFiles(bundle).map(({ name }) => name);
  expect(names[0]).toBe('manifest.json');
  expect(names.slice(1)).toEqual(names.slice(1).toSorted());
  await expect(verifyBundle(zipOf(storedFiles(bundle)), thumbprint)).resolves.toMatchObject({
    report: 'reproduced',
  });
});

test.each(['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Asia/Kathmandu'])(
  'a bundle has the same bytes when packed in the time zone %s',
  (zone) => {
    const program = `
      import { pack } from '${new URL('../../src/evidence/pack.ts', import.meta.url).href}';
      process.stdout.write(pack({ 'manifest.json': Buffer.from('{}') }));`;
    const packed = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      env: { ...process.env, TZ: zone },
    });
    expect(packed).toEqual(zipOf([{ name: 'manifest.json', content: Buffer.from('{}') }]));
  },
);

describe('a ZIP that other tools may read differently is refused', () => {
  const deflated = (content: Uint8Array): Buffer => deflateRawSync(content);
  const local = (): number => zipParts(storedFiles(bundle)).local.length;
  const cases: [string, () => Uint8Array, string][] = [
    [
      'a compressed report whose stream continues beyond its declared length',
      () => {
        const report = storedFiles(bundle).find(({ name }) => name === 'report.pdf')!.content;
        const stored = Buffer.concat([deflated(report), deflated(forgedReport)]);
        return zipOf(entriesWith('report.pdf', { method: 8, stored }));
      },
      'report.pdf is compressed: files in a bundle are stored uncompressed',
    ],
    [
      'files compressed without tampering',
      () =>
        zipOf(storedFiles(bundle).map((entry) => ({ ...entry, method: 8, stored: deflated(entry.content) }))),
      'manifest.json is compressed',
    ],
    [
      'two central directories, by ZIP64',
      twoDirectories,
      'its bytes are not those of its files packed again',
    ],
    [
      'a name replaced by a Unicode path in the directory',
      () => zipOf(entriesWith('report.pdf', { centralExtra: unicodePath('report.pdf', 'old.pdf') })),
      'after the last file',
    ],
    [
      'a name replaced by a Unicode path in the entry',
      () => zipOf(entriesWith('report.pdf', { localExtra: unicodePath('report.pdf', 'old.pdf') })),
      'in the header of report.pdf',
    ],
    [
      'a hidden entry',
      () => zipOf([...storedFiles(bundle), { name: 'report.pdf', content: forgedReport, isHidden: true }]),
      'after the last file',
    ],
    [
      'bytes between two entries',
      () => zipOf(entriesWith('ledger.json', { before: Buffer.from('between') })),
      'in the header of ledger.json',
    ],
    ['a comment', () => zipOf(storedFiles(bundle), 'issuer trusted'), 'after the last file'],
    [
      'a comment on a file',
      () => zipOf(entriesWith('ledger.json', { comment: 'see report-2.pdf' })),
      'after the last file',
    ],
    ['trailing bytes', () => Buffer.concat([bundle, Buffer.from('\n')]), 'after the last file'],
    ['bytes before it', () => Buffer.concat([Buffer.from('#!/bin/sh\n'), bundle]), ''],
    ['a wrong CRC', () => zipOf(entriesWith('verdict.json', { crc: 1 })), 'in the header of verdict.json'],
    [
      'the encrypted flag',
      () => zipOf(entriesWith('verdict.json', { flags: 1 })),
      'in the header of verdict.json',
    ],
    [
      'the data descriptor flag',
      () => zipOf(entriesWith('verdict.json', { flags: 8 })),
      'in the header of verdict.json',
    ],
    [
      'a link',
      () => zipOf(entriesWith('report.pdf', { madeBy: 0x0314, attributes: 0o120777 * 0x10000 })),
      'after the last file',
    ],
    ['another date', () => zipOf(entriesWith('report.pdf', { date: 0x5b7d })), 'in the header of report.pdf'],
    ['another order', () => zipOf(storedFiles(bundle).toReversed()), 'in the header of manifest.json'],
    [
      'a repeated file',
      () => zipOf([...storedFiles(bundle), { name: 'report.pdf', content: forgedReport }]),
      'report.pdf is in it twice',
    ],
    [
      'a directory with another length than the entry',
      () => {
        const forged = Buffer.from(bundle);
        forged.writeUInt32LE(5, local() + 24);
        return forged;
      },
      '',
    ],
  ];
  test.each(cases)('%s', async (_, make, message) => {
    const forged = make();
    expect(Buffer.from(forged).equals(bundle)).toBe(false);
    await expect(verifyBundle(forged, thumbprint)).rejects.toThrow(NotConsistent);
    await expect(verifyBundle(forged, thumbprint)).rejects.toThrow(message);
  });

  test('any single changed byte, wherever it is', async () => {
    // Every byte of the directory and of the first headers, because none of them may vary.
    const places = [
      ...Array.from({ length: bundle.length - local() }, (_, index) => local() + index),
      ...Array.from({ length: 60 }, (_, index) => index),
    ];
    for (const place of places) {
      const forged = Buffer.from(bundle);
      forged[place]! ^= 0x41;
      await expect(verifyBundle(forged), `byte ${place}`).rejects.toThrow(NotConsistent);
    }
  });
});

describe('JSON that is not in canonical form is refused, even if every hash is right', () => {
  test.each<[string, string, (text: string) => string, string]>([
    ['white space in the ledger', 'ledger.json', (text) => text.replace('[\n', '[ \n'), 'first in line 1'],
    [
      'a repeated key in the ledger, with the original value last',
      'ledger.json',
      (text) => text.replace('"by": "Ann"', '"by": "Eve",\n  "by": "Ann"'),
      'ledger.json is not in canonical form, first in line',
    ],
    [
      'a repeated key in a profile',
      'profiles/warm@1.json',
      (text) => text.replace('"name":', '"name": "kinder",\n "name":'),
      'profiles/warm@1.json is not in canonical form',
    ],
    [
      'white space in readings',
      'readings/01.json',
      (text) => text.replace('{"channel"', '{ "channel"'),
      'readings/01.json is not in canonical form',
    ],
    [
      'a repeated reading',
      'readings/01.json',
      (text) => text.replace(/^\[\n(.*)\n/, '[\n$1\n$1\n'),
      'readings/01.json is not in canonical form',
    ],
    [
      'a payload that base64 decoders read differently',
      'raw/01.ndjson',
      (text) => text.replace(/"payload":"([^"=]*)=*"/, '"payload":"$1ICAK=$1"'),
      'a payload is not in canonical base64',
    ],
    [
      'a token that is present but marked as withheld',
      'signed/01/signature.json',
      (text) => text.replace('"withheldUntil": null', '"withheldUntil": "consistent, issuer trusted"'),
      'the token is present although it is said to be withheld',
    ],
    ['a manifest with white space', 'manifest.json', (text) => `${text} `, 'manifest.json was changed'],
    [
      'a manifest with a repeated key',
      'manifest.json',
      (text) => text.replace('"shipment":', '"shipment": "S-2",\n "shipment":'),
      'manifest.json was changed',
    ],
    [
      'a manifest without a client',
      'manifest.json',
      (text) => text.replace(/ "signingClient": .*\n/, ''),
      'manifest.json names no signing client',
    ],
    [
      'white space in the signed data',
      'signed/01/signature.json',
      (text) => text.replace('"schema":', '"schema" :'),
      'it was changed',
    ],
    [
      'white space in signed evidence',
      'signed/01/evidence.json',
      (text) => text.replace('"schema":', '"schema" :'),
      'signed/01/evidence.json is not what ledger, profiles and readings amounted to',
    ],
    [
      'white space in a raw payload',
      'raw/01.ndjson',
      (text) => text.replace('{"receivedAt":', '{"receivedAt": '),
      'a line is not in canonical form',
    ],
  ])('%s', async (_, name, change, message) => {
    const forged = withTexts((texts) => {
      const text = texts.get(name)!;
      expect(change(text)).not.toBe(text);
      texts.set(name, change(text));
    });
    await expect(verifyBundle(forged, thumbprint)).rejects.toThrow(message);
  });
});

describe('raw payloads, which no signature covers, are compared with the record', () => {
  const rawOf = (lines: string[]): string => lines.map((line) => `${line}\n`).join('');
  const changed = (change: (lines: string[]) => string[]): Uint8Array =>
    withTexts((texts) =>
      texts.set('raw/01.ndjson', rawOf(change(texts.get('raw/01.ndjson')!.trimEnd().split('\n')))),
    );
  const moved = (line: string, byMs: number): string => {
    const message = JSON.parse(line) as { receivedAt: number };
    return JSON.stringify({ ...message, receivedAt: message.receivedAt + byMs });
  };
  const message = (line: string, readings: object): string =>
    JSON.stringify({
      ...(JSON.parse(line) as object),
      payload: Buffer.from(JSON.stringify(readings)).toString('base64'),
    });
  /** What comes out, without drawing the report again, which does not contain them. */
  const rawOfBundle = async (zip: Uint8Array) => {
    const checks = { trust: null, clients: [], readFiles: verifyGivenFiles, drawReport: null };
    return (await verifyContent(zip, checks)).raw;
  };
  const clean = { readings: 50, backed: 50, unrecorded: 0, foreign: 0, shifted: 0 };

  test('nothing is reported if they match', async () => {
    expect(await verifyBundle(bundle)).toMatchObject({ raw: clean });
  });

  test('missing lines are reported', async () => {
    expect(await verifyBundle(changed((lines) => lines.slice(3)))).toMatchObject({
      raw: { ...clean, backed: 47 },
    });
  });

  test('added lines, and readings that the record does not have, are reported', async () => {
    const added = changed((lines) => [
      ...lines,
      message(lines.at(-1)!, { time: Date.UTC(2026, 0, 1, 1, 3), temperature: 31 }),
    ]);
    expect(await rawOfBundle(added)).toEqual({ ...clean, foreign: 1 });
    const second = changed((lines) =>
      lines.map((line, index) =>
        index === 6
          ? message(line, [
              { time: Date.UTC(2026, 0, 1, 1), temperature: 5 },
              { time: Date.UTC(2026, 0, 1, 0, 59, 59), temperature: 31 },
            ])
          : line,
      ),
    );
    expect(await rawOfBundle(second)).toEqual({ ...clean, unrecorded: 1 });
    const elsewhere = changed((lines) => lines.map((line) => line.replaceAll('"lid"', '"floor"')));
    expect(await rawOfBundle(elsewhere)).toEqual({ ...clean, backed: 25, foreign: 25 });
    const odd = changed((lines) => [
      lines[0]!.replace('coldwatch/lid/telemetry', 'x/lid/approval'),
      ...lines.slice(1),
    ]);
    expect(await rawOfBundle(odd)).toEqual({ ...clean, backed: 49, foreign: 1 });
    const onTopic = changed((lines) => [lines[0]!.replace('/lid/', '/floor/'), ...lines.slice(1)]);
    expect(await rawOfBundle(onTopic)).toEqual({ ...clean, backed: 49, foreign: 1 });
  });

  test('shifted receive times are reported', async () => {
    const late = changed((lines) => lines.map((line) => moved(line, 3_600_000)));
    expect(await rawOfBundle(late)).toEqual({ ...clean, shifted: 25 });
    const one = changed((lines) => lines.map((line, index) => (index === 24 ? moved(line, 120_000) : line)));
    expect(await rawOfBundle(one)).toEqual({ ...clean, shifted: 1 });
    const swapped = changed((lines) => [lines[1]!, lines[0]!, ...lines.slice(2)]);
    expect(await rawOfBundle(swapped)).toEqual({ ...clean, shifted: 1 });
  });
});

describe('a ledger with invented content is refused, even if its chain is intact', () => {
  type Changed = { recordedAt: unknown; fact: Record<string, unknown> };
  /** The evidence with changed entries and a new chain. */
  async function withEntries(change: (entries: Changed[]) => void): Promise<Uint8Array> {
    const { evidence } = await signedEvidence();
    const entries = structuredClone(evidence.entries) as unknown as (Changed & {
      hash: string;
      previous: string | null;
    })[];
    change(entries);
    let previous: string | null = null;
    for (const [index, entry] of entries.entries()) {
      const { hash: _, ...rest } = { ...entry, sequence: index + 1, previous };
      previous = sha256OfJson(rest);
      Object.assign(entry, rest, { hash: previous });
    }
    return makeBundle({ ...evidence, entries: entries as unknown as Evidence['entries'] });
  }
  const later = (fields: object) => (entries: Changed[]) =>
    void entries.push({
      shipment: 'S-1',
      recordedAt: Date.UTC(2026, 0, 1, 5, 10),
      by: 'Eve',
      why: 'x',
      fact: { kind: 'handed-over', to: 'x', at: 0 },
      ...fields,
    } as never);

  test.each<[string, (entries: Changed[]) => void, string]>([
    [
      'an entry older than the one before it',
      later({ recordedAt: 0 }),
      'entry 7 of the ledger was entered before',
    ],
    ['an entry without a time', later({ recordedAt: null }), 'entry 7 of the ledger has no time'],
    ['an entry with a word as its time', later({ recordedAt: 'never' }), 'entry 7 of the ledger has no time'],
    [
      'a second plan of the shipment',
      later({ fact: { kind: 'shipment-created', site: 'south' } }),
      'entry 7 of the ledger plans the shipment a second time',
    ],
    [
      'an unsigned field in the decision',
      (entries) => void (entries[5]!.fact['note'] = 'approved by the authority'),
      'entry 6 of the ledger says "note", which nobody signed',
    ],
    [
      'an unsigned title of the signer',
      (entries) =>
        void ((entries[5]!.fact['signature'] as { signer: Record<string, string> }).signer['title'] =
          'Qualified Person'),
      'entry 6 of the ledger says "title", which nobody signed',
    ],
  ])('%s', async (_, change, message) => {
    await expect(verifyBundle(await withEntries(change))).rejects.toThrow(message);
  });

  test('the same ledger is consistent with a new chain but no changes', async () => {
    await expect(verifyBundle(await withEntries(() => undefined))).resolves.toMatchObject({
      shipment: 'S-1',
    });
    await expect(verifyBundle(await withEntries(later({})))).resolves.toMatchObject({
      lastEntry: { sequence: 7 },
    });
  });
});

describe('a bundle of an earlier schema is refused with the version that verifies it', () => {
  test.each([
    ['coldwatch/bundle/1', 'Coldwatch 0.1.0'],
    ['coldwatch/bundle/2', 'Coldwatch 0.2.0'],
    ['coldwatch/bundle/3', 'Coldwatch 0.3.0'],
  ])('%s', async (schema, version) => {
    const content = Buffer.from(`${JSON.stringify({ schema, shipment: 'S-1', files: {} }, null, 1)}\n`);
    const entry = { name: 'manifest.json', content, method: 8, stored: deflateRawSync(content) };
    await expect(verifyBundle(zipOf([entry]))).rejects.toThrow(
      `it is of ${schema}, which ${version} made: verify it with that version`,
    );
  });

  test('an unknown schema is not mistaken for a version', async () => {
    const content = Buffer.from('{"schema":"constructor"}');
    await expect(verifyBundle(zipOf([{ name: 'manifest.json', content }]))).rejects.toThrow(
      'manifest.json is not of coldwatch/bundle/4 or coldwatch/bundle/5, but of constructor',
    );
  });
});
