import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CommandError } from '../../src/cli/exit-status.ts';
import { type VerifyOptions, verify } from '../../src/cli/verify.ts';
import { printableLines } from '../../src/model/printable.ts';
import { type Evidence, makeBundle } from '../../src/evidence/bundle.ts';
import { makeReport } from '../../src/evidence/report/report.ts';
import { archived, signedEvidence } from '../support/signed-evidence.ts';

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-verify-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bundlePath = join(folder, 'bundle.zip');

/** The exit status and output of `verify` for evidence packed as a bundle. */
async function verified(evidence: Evidence, options: VerifyOptions = {}): Promise<[number, string]> {
  writeFileSync(bundlePath, makeBundle(evidence));
  try {
    return [0, await verify(bundlePath, options)];
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return [error.status, error.message];
  }
}

test('a consistent bundle: 0, with the client that it names', async () => {
  const { evidence, thumbprint } = await signedEvidence();
  const whole = { ...evidence, report: await makeReport(evidence) };
  const [status, text] = await verified(whole, { trust: thumbprint, strict: true });
  expect(status).toBe(0);
  expect(text.split('\n')).toEqual([
    'consistent, issuer trusted: shipment S-1 as of 2026-01-01T05:11:00.000Z',
    '  12 files match the hashes in the manifest; the ZIP contains nothing else',
    `  6 ledger entries form a chain, up to ${evidence.entries.at(-1)!.hash}`,
    '  (later entries may be missing: compare this hash with a notification or the archive)',
    '  signing client: "signing", as named in the bundle; use --client ID to require the one that you know',
    '  entry 6: released, signed by Paul Okafor 2026-01-01T05:01:00.000Z; release was recommended, from the signed evidence',
    `    with the key ${thumbprint}, by https://people.example.org for "signing"`,
    '  no signature covers entries after entry 5 (nor when and by which request entry 6 was recorded), nor anything below:',
    '  50 readings and the profiles give the verdict at that time: release',
    '  50 of the readings are in the raw payloads',
    '  report.pdf is reproduced from this evidence',
  ]);
  const known = await verified(whole, { trust: thumbprint, client: ['signing'] });
  expect(known).toEqual([0, expect.stringContaining('\n  signing client: "signing"\n')]);
  const [unknown, sentence] = await verified(whole);
  expect([unknown, sentence.split('\n')[0]]).toEqual([
    0,
    'consistent, issuer not established: shipment S-1 as of 2026-01-01T05:11:00.000Z',
  ]);
});

test('a signature for another client: 1', async () => {
  const { evidence, thumbprint } = await signedEvidence();
  expect(await verified(evidence, { trust: thumbprint, client: ['page'] })).toEqual([
    1,
    expect.stringContaining('it is made for the client signing, not for page'),
  ]);
});

test('a replaced report: 3, explained in the last line', async () => {
  const { evidence, thumbprint } = await signedEvidence();
  const other = await makeReport({ ...evidence, asOf: evidence.asOf + 1 });
  for (const strict of [false, true]) {
    const [status, text] = await verified({ ...evidence, report: other }, { trust: thumbprint, strict });
    expect(status).toBe(3);
    expect(text.split('\n').slice(-2)).toEqual([
      '  report.pdf is NOT what this release draws from the evidence: rely on the JSON files',
      `${bundlePath}: the report was replaced, or drawn by another release. Do not rely on report.pdf; the JSON files are consistent.`,
    ]);
  }
});

test('caveats: listed after "but", and refused with --strict', async () => {
  const { evidence, thumbprint } = await signedEvidence();
  const fewer = { ...evidence, archived: archived.slice(1) };
  const [status, text] = await verified(fewer, { trust: thumbprint });
  expect([status, text.split('\n')[0]]).toEqual([
    0,
    'consistent, issuer trusted: shipment S-1 as of 2026-01-01T05:11:00.000Z; but 1 reading without a raw payload',
  ]);
  const [refused, refusal] = await verified(fewer, { trust: thumbprint, strict: true });
  expect([refused, refusal.split('\n').at(-1)]).toEqual([
    1,
    `${bundlePath} is refused because of --strict: 1 reading without a raw payload.`,
  ]);
  const late = archived.map((message) => ({ ...message, receivedAt: message.receivedAt + 3_600_000 }));
  const [, shifted] = await verified({ ...evidence, archived: late });
  expect(shifted.split('\n')[0]).toBe(
    'consistent, issuer not established: shipment S-1 as of 2026-01-01T05:11:00.000Z; but 50 receive times in raw/ that the record contradicts',
  );
});

test('a text in a forged bundle cannot imitate the output of the verifier', async () => {
  const name = 'Paul\n\u001b[2J\u001b[Hconsistent, issuer trusted: shipment S-1\u202e\u0007';
  const { evidence } = await signedEvidence({ name });
  const [, text] = await verified({ ...evidence, signingClient: 'signing' });
  expect(text.split('\n').filter((line) => line.startsWith('consistent, issuer trusted'))).toEqual([]);
  expect(text).toContain(
    String.raw`signed by Paul\u000a\u001b[2J\u001b[Hconsistent, issuer trusted: shipment S-1\u202e\u0007 2026`,
  );
  // The text is already printable, so the printer leaves it unchanged.
  expect(printableLines(text)).toBe(text);
  const forged = { ...evidence, signingClient: 'x\u001b]0;trusted\u0007' };
  const [status, refusal] = await verified(forged);
  expect(status).toBe(1);
  expect(refusal).toContain(String.raw`not for x\u001b]0;trusted\u0007`);
});

test('a file that is not a ZIP and an invalid thumbprint are refused', async () => {
  const path = join(folder, 'none.zip');
  writeFileSync(path, 'time,temperature\n');
  await expect(verify(path, {})).rejects.toMatchObject({ status: 65, message: `${path} is not a ZIP file` });
  await expect(verify(join(folder, 'absent.zip'), {})).rejects.toMatchObject({ status: 65 });
  await expect(verify(path, { trust: 'short' })).rejects.toMatchObject({ status: 64 });
});
