import fc from 'fast-check';
import { strToU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Attachment, Entry } from '../../src/shipments/ledger.ts';
import { type Evidence, makeBundle } from '../../src/evidence/bundle.ts';
import { NotConsistent } from '../../src/evidence/not-consistent.ts';
import { makeReport } from '../../src/evidence/report/report.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { everyTenMinutes, hour, limitAhead, start, times } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';
import {
  archived,
  facts,
  ledgerOf,
  profileText,
  readingsOf,
  signedEvidence,
} from '../support/signed-evidence.ts';
import { zipOfFiles } from '../support/zip.ts';

let evidence: Evidence;
let thumbprint: string;
let bundle: Uint8Array;
beforeAll(async () => {
  ({ evidence, thumbprint } = await signedEvidence());
  evidence = { ...evidence, report: await makeReport(evidence) };
  bundle = makeBundle(evidence);
});

/** The bundle with changed files. */
function changed(change: (files: Record<string, Uint8Array>) => void): Uint8Array {
  const files = unzipSync(bundle);
  change(files);
  return zipOfFiles(files);
}

describe('an evidence bundle', () => {
  test('is described when verified, and is the same byte for byte from the same evidence', async () => {
    expect(await verifyBundle(bundle, thumbprint)).toMatchObject({
      shipment: 'S-1',
      asOf: '2026-01-01T05:11:00.000Z',
      recommendation: 'release',
      raw: { readings: 50, backed: 50, unrecorded: 0, foreign: 0, shifted: 0 },
      files: 12,
      client: 'signing',
      report: 'reproduced',
      lastEntry: { sequence: 6 },
      signatures: [{ sequence: 6, meaning: 'released', name: 'Paul Okafor', withheldUntil: null }],
    });
    const shuffled = {
      ...evidence,
      readingsOf: (each: Attachment) => evidence.readingsOf(each).toReversed(),
      archived: archived.toReversed(),
    };
    expect(Buffer.from(makeBundle(shuffled)).equals(Buffer.from(bundle))).toBe(true);
  });

  test('verifies with a profile and a ledger that contain the forecast of an earlier release', async () => {
    const forecast = { device: 'lid', position: null };
    const earlier: Evidence = {
      ...evidence,
      signed: [],
      entries: ledgerOf(
        ...facts.slice(0, 3),
        { kind: 'finding-opened', ...forecast, finding: limitAhead },
        { kind: 'finding-closed', ...forecast, finding: { ...limitAhead, to: start + hour } },
        ...facts.slice(3),
      ),
      profileText: () => JSON.stringify({ ...warmProfile, forecast: 'minor' }),
    };
    const made = makeBundle({ ...earlier, report: await makeReport(earlier) });
    expect(await verifyBundle(made)).toMatchObject({ recommendation: 'release', report: 'reproduced' });
  });

  test('fails if any byte of any file is changed', async () => {
    const names = Object.keys(unzipSync(bundle));
    expect(names).toContain('report.pdf');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (name, place, by) => {
          const tampered = changed((files) => {
            const content = files[name]!;
            content[place % content.length]! ^= by;
          });
          await expect(verifyBundle(tampered)).rejects.toThrow(NotConsistent);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('fails if any byte of signed evidence is changed, even with a matching manifest', async () => {
    const names = Object.keys(unzipSync(bundle)).filter((name) => name.startsWith('signed/'));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (name, place, by) => {
          const files = unzipSync(bundle);
          files[name]![place % files[name]!.length]! ^= by;
          await expect(verifyBundle(withManifest(files), thumbprint)).rejects.toThrow(NotConsistent);
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
      'extra.json is in the bundle but not',
    ],
    [
      'a file name leads out of the bundle',
      (files) => (files['../evil'] = strToU8('x')),
      'a file is called "../evil"',
    ],
    [
      'a file name is an absolute path',
      (files) => (files['/etc/passwd'] = strToU8('x')),
      'a file is called "/etc/passwd"',
    ],
  ])('fails if %s', async (_, change, message) => {
    await expect(verifyBundle(changed(change))).rejects.toThrow(message);
  });

  test('fails if it is truncated or not a ZIP', async () => {
    for (const length of [0, 10, 100, bundle.length - 30])
      await expect(verifyBundle(bundle.slice(0, length))).rejects.toThrow(NotConsistent);
    await expect(
      verifyBundle(strToU8('not a ZIP at all, but long enough to be read as one')),
    ).rejects.toThrow(NotConsistent);
  });

  test('fails if the verdict does not follow from the readings, even if every hash is right', async () => {
    const unsigned = { ...evidence, entries: ledgerOf(...facts), signed: [], report: null };
    const files = unzipSync(makeBundle(unsigned));
    const forged = makeBundle({
      ...unsigned,
      readingsOf: () => everyTenMinutes([...times(20, 5), 9, 9, 9, 9, 5]),
    });
    files['readings/01.json'] = unzipSync(forged)['readings/01.json']!;
    await expect(verifyBundle(withManifest(files))).rejects.toThrow(
      'verdict.json is not what ledger, profiles and readings amount to',
    );
  });

  test('says how many readings are in the raw payloads', async () => {
    const invented = makeBundle({
      entries: ledgerOf(...facts),
      asOf: start + 5 * hour,
      profileText,
      readingsOf,
      archived: archived.slice(10),
      signingClient: 'signing',
      signed: [],
      report: null,
    });
    expect(await verifyBundle(invented)).toMatchObject({ raw: { readings: 50, backed: 40 } });
  });

  test('reads the bodies of a gateway again, by the mapping in each line; what was changed confirms nothing', async () => {
    const body = (at: number) =>
      JSON.stringify(['lid', 'floor'].map((id) => ({ id: `P-${id}`, at, raw: 500 })));
    const mapping = {
      devices: ['id'],
      times: [{ path: 'at', form: 'milliseconds', clock: 'device' }],
      values: [{ channel: 'temperature', path: 'raw', unit: '°C', factor: 0.01 }],
    } as const;
    const ofGateway = archived.map(({ receivedAt, thing }) => ({
      receivedAt,
      thing,
      topic: 'coldwatch/gw-1/gateway',
      payload: Buffer.from(body(receivedAt - 1000)).toString('base64'),
      from: { source: 'gw-1', named: `P-${thing}`, mapping },
    }));
    const given = { ...evidence, signed: [], entries: ledgerOf(...facts), archived: ofGateway, report: null };
    expect(await verifyBundle(makeBundle(given))).toMatchObject({
      raw: { readings: 50, backed: 50, unrecorded: 0, foreign: 0, shifted: 0 },
    });
    const files = unzipSync(makeBundle(given));
    const name = Object.keys(files).find((each) => each.startsWith('raw/'))!;
    const text = Buffer.from(files[name]!).toString('utf8');
    for (const [from, to] of [
      ['"factor":0.01', '"factor":0.02'],
      ['"named":"P-', '"named":"Q-'],
      ['"source":"gw-1"', '"source":"gw-2"'],
    ] as const) {
      files[name] = strToU8(text.replaceAll(from, to));
      expect(await verifyBundle(withManifest(files))).toMatchObject({
        raw: { readings: 50, backed: 25, foreign: 25 },
      });
    }
    files[name] = strToU8(text.replaceAll('"clock":"device"', '"clock":"mine"'));
    await expect(verifyBundle(withManifest(files))).rejects.toThrow(NotConsistent);
  });

  test('fails if a ledger entry was changed, even with a matching manifest', async () => {
    const [first, second, ...rest] = evidence.entries as [Entry, Entry, ...Entry[]];
    const entries = [first, { ...second, by: 'Eve' }, ...rest];
    await expect(verifyBundle(makeBundle({ ...evidence, entries }))).rejects.toThrow(
      'entry 2 of the ledger was changed',
    );
    await expect(verifyBundle(makeBundle({ ...evidence, entries: [first, ...rest] }))).rejects.toThrow(
      'entry 2 of the ledger has the number 3',
    );
  });

  test('is refused if it is larger than the limit', async () => {
    await expect(verifyBundle(new Uint8Array(512 * 1024 * 1024 + 1))).rejects.toThrow(
      'it is larger than 512 MB',
    );
  });
});

describe('a signature', () => {
  test('must be made with the key that the verifier trusts', async () => {
    await expect(verifyBundle(bundle, 'another')).rejects.toThrow(
      `signed/01/signature.json: it is made with the key ${thumbprint}, not with the trusted one`,
    );
    const unsigned = makeBundle({ ...evidence, entries: ledgerOf(...facts), signed: [], report: null });
    await expect(verifyBundle(unsigned, thumbprint)).rejects.toThrow('it contains no signature');
  });

  test('must be made for the signing client that the bundle names, or that the verifier knows', async () => {
    await expect(verifyBundle(bundle, thumbprint, ['page'])).rejects.toThrow(
      'signed/01/signature.json: it is made for the client signing, not for page',
    );
    // A deployment may have changed its client, so signatures for both are accepted.
    expect(await verifyBundle(bundle, thumbprint, ['page', 'signing'])).toMatchObject({
      client: 'page, signing',
    });
    const other = makeBundle({ ...evidence, signingClient: 'page', report: null });
    await expect(verifyBundle(other, thumbprint)).rejects.toThrow(
      'it is made for the client signing, not for page',
    );
    expect(await verifyBundle(other, thumbprint, ['signing'])).toMatchObject({ client: 'signing' });
  });

  test('leaves out its token until the token has expired', async () => {
    const early = makeBundle({ ...evidence, asOf: start + 5 * hour + 120_000, report: null });
    expect(Buffer.from(unzipSync(early)['signed/01/signature.json']!).toString()).toContain('"token": null');
    expect(await verifyBundle(early)).toMatchObject({
      signatures: [{ withheldUntil: '2026-01-01T05:06:00.000Z' }],
    });
  });

  test('is refused without its token once the token has expired', async () => {
    const [{ frozen, signature }] = evidence.signed as [Evidence['signed'][number]];
    const withheld = { ...signature, token: null, withheldUntil: '2026-01-01T05:06:00.000Z' };
    const signed = [{ frozen, signature: withheld }];
    const expiresAt = Date.parse(withheld.withheldUntil);
    const bundleAt = (asOf: number) => makeBundle({ ...evidence, asOf, signed, report: null });
    expect(await verifyBundle(bundleAt(expiresAt))).toMatchObject({
      signatures: [{ withheldUntil: withheld.withheldUntil }],
    });
    await expect(verifyBundle(bundleAt(expiresAt + 1))).rejects.toThrow(
      'signed/01/signature.json: the token is missing, and not withheld as the ledger says',
    );
  });

  test.each<[string, Parameters<typeof signedEvidence>[0], string]>([
    [
      'other evidence',
      {
        change: (signs) => ({
          ...signs,
          decisions: [{ ...signs.decisions[0]!, evidence: 'a'.repeat(64) }],
        }),
      },
      'what was signed is not the decision of entry 6',
    ],
    [
      'another decision',
      { change: (signs) => ({ ...signs, decisions: [{ ...signs.decisions[0]!, meaning: 'rejected' }] }) },
      'what was signed is not the decision of entry 6',
    ],
    [
      'another challenge',
      { change: (signs) => ({ ...signs, challenge: 'c2' }) },
      'the challenge is not that',
    ],
    ['another person', { subject: 'eve' }, 'the token belongs to another person'],
    [
      'a person who may not decide',
      { groups: ['logistics', 'site:north'] },
      'belongs to nobody who may decide',
    ],
    ['another site', { groups: ['pharmacist', 'site:south'] }, 'belongs to nobody who may decide'],
  ])('for %s is refused', async (_, options, message) => {
    const made = await signedEvidence(options);
    await expect(verifyBundle(makeBundle(made.evidence))).rejects.toThrow(message);
  });

  test('cannot be moved to a decision that was not signed, even with a new chain and a matching manifest', async () => {
    const { evidence: honest, receipt } = await signedEvidence({ decision: 'quarantined' });
    const entries = ledgerOf(...facts, { ...receipt, decision: 'released', reason: '' });
    const [{ frozen, signature }] = honest.signed as [Evidence['signed'][number]];
    const decisions = [
      { ...signature.signs.decisions[0]!, decision: 'released' as const, meaning: 'released', reason: '' },
    ];
    const signed = [{ frozen, signature: { ...signature, signs: { ...signature.signs, decisions } } }];
    await expect(verifyBundle(makeBundle({ ...honest, entries, signed }))).rejects.toThrow(
      'the nonce of the token is not the hash of what was signed',
    );
  });

  test('cannot be replayed after a correction', async () => {
    const { evidence: honest, receipt } = await signedEvidence();
    const entries = ledgerOf(...facts, receipt, receipt);
    const signed = [honest.signed[0]!, honest.signed[0]!];
    await expect(verifyBundle(makeBundle({ ...honest, entries, signed }))).rejects.toThrow(
      'entry 7 of the ledger could not be signed: the receipt is already signed',
    );
    const corrected = { ...receipt, corrects: 6 };
    await expect(
      verifyBundle(makeBundle({ ...honest, entries: ledgerOf(...facts, receipt, corrected), signed })),
    ).rejects.toThrow('entry 7 of the ledger has a challenge that was used before');
  });

  test.each([
    ['a second before the second of its challenge', -1000, true],
    ['in the second of its challenge', 0, false],
  ])('with a password given %s is refused only if that is too early', async (_, byMs, isRefused) => {
    const { evidence: honest, thumbprint: key } = await signedEvidence({ passwordAfterMs: byMs });
    const verified = verifyBundle(makeBundle(honest), key);
    if (isRefused)
      await expect(verified).rejects.toThrow('entry 6 of the ledger was signed before its evidence existed');
    else expect(await verified).toMatchObject({ signatures: [{ sequence: 6 }] });
  });

  test('is refused if its password was given for another decision', async () => {
    const { evidence: honest, receipt } = await signedEvidence();
    const { signature } = receipt;
    const again = { ...receipt, corrects: 6, signature: { ...signature, challenge: 'c2' } };
    const signed = [honest.signed[0]!, honest.signed[0]!];
    await expect(
      verifyBundle(makeBundle({ ...honest, entries: ledgerOf(...facts, receipt, again), signed })),
    ).rejects.toThrow('entry 7 of the ledger was signed with a password that was given for another decision');
  });

  test('must show the name in the token', async () => {
    const { evidence: honest, receipt } = await signedEvidence();
    const { signature } = receipt;
    const renamed = {
      ...receipt,
      signature: { ...signature, signer: { ...signature.signer, name: 'Dr Chief' } },
    };
    await expect(
      verifyBundle(makeBundle({ ...honest, entries: ledgerOf(...facts, renamed) })),
    ).rejects.toThrow('the token has another name');
  });

  test('vouches for readings that must still be in the record', async () => {
    const { evidence: honest } = await signedEvidence();
    const others = everyTenMinutes(times(25, 4));
    await expect(
      verifyBundle(makeBundle({ ...honest, readingsOf: () => others, archived: [] })),
    ).rejects.toThrow('readings/01.json lacks 25 of the readings that entry 6 was signed on');
    // Later readings are allowed, because a record only grows.
    const grown = [
      ...honest.readingsOf({} as never),
      { channel: 'temperature' as const, at: start + 1, value: 5 },
    ];
    const later = makeBundle({ ...honest, readingsOf: () => grown });
    expect(Object.keys(unzipSync(later))).toContain('signed/01/readings/01.json');
    await verifyBundle(later);
  });

  test('is valid even if the report was not drawn from its evidence', async () => {
    const other = await makeReport({ ...evidence, asOf: evidence.asOf + 1 });
    expect(await verifyBundle(makeBundle({ ...evidence, report: other }))).toMatchObject({
      report: 'differs',
    });
  });
});

/** The files with a matching manifest. */
function withManifest(files: Record<string, Uint8Array>): Uint8Array {
  const manifest = JSON.parse(Buffer.from(files['manifest.json']!).toString()) as { files: object };
  const { createHash } = process.getBuiltinModule('node:crypto');
  const names = Object.keys(files)
    .filter((name) => name !== 'manifest.json')
    .sort();
  const hashes = Object.fromEntries(
    names.map((name) => [name, createHash('sha256').update(files[name]!).digest('hex')]),
  );
  return zipOfFiles({
    ...files,
    'manifest.json': strToU8(`${JSON.stringify({ ...manifest, files: hashes }, null, 1)}\n`),
  });
}
