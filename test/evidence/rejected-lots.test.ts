import { describe, expect, test } from 'vitest';
import { makeBundle } from '../../src/evidence/bundle.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { failureOf, filesIn } from '../support/bundle-files.ts';
import { facts, ledgerOf, signedEvidence } from '../support/signed-evidence.ts';

type Options = NonNullable<Parameters<typeof signedEvidence>[0]>;
const kept: Options = { decision: 'quarantined', rejected: ['B'] };

/** A bundle of a decision whose ledger was changed afterwards, with all hashes made anew. */
async function changed(options: Options, fact: object): Promise<Uint8Array> {
  const { evidence, receipt } = await signedEvidence(options);
  return makeBundle({
    ...evidence,
    entries: ledgerOf(...facts, { ...receipt, ...fact }),
  });
}
const schemaOf = (bundle: Uint8Array): unknown =>
  JSON.parse(Buffer.from(filesIn(bundle)['manifest.json']!).toString()).schema;

describe('a bundle with rejected lots', () => {
  test.each<[string, Options, string]>([
    ['beside a quarantine', kept, 'quarantined, partly rejected: lot A: in quarantine; lot B: rejected'],
    [
      'beside a release',
      { decision: 'partly-released', lots: ['A'], rejected: ['B'] },
      'partly released, partly rejected: lot A: released; lot B: rejected',
    ],
  ])('is consistent, and of a schema that earlier versions do not know, %s', async (_, options, meaning) => {
    const bundle = makeBundle((await signedEvidence(options)).evidence);
    expect(await verifyBundle(bundle)).toMatchObject({ signatures: [{ meaning }] });
    expect(schemaOf(bundle)).toBe('coldwatch/bundle/5');
  });

  test('is of the schema of before where none is rejected', async () => {
    const { evidence } = await signedEvidence({ decision: 'partly-released', lots: ['A'] });
    expect(schemaOf(makeBundle(evidence))).toBe('coldwatch/bundle/4');
  });

  const notSigned = 'signed/01/signature.json: what was signed is not the decision of entry 6';
  test.each<[string, Options, object, string]>([
    ['that were signed as kept', { decision: 'quarantined' }, { rejected: ['B'] }, notSigned],
    ['that no longer are', kept, { rejected: undefined }, notSigned],
    ['other than those that were signed', kept, { rejected: ['A'] }, notSigned],
    ['that became released ones', kept, { decision: 'partly-released', lots: ['A'] }, notSigned],
  ])('is refused with lots %s', async (_, options, fact, message) => {
    expect(await failureOf(async () => verifyBundle(await changed(options, fact)))).toBe(
      `NotConsistent: ${message}`,
    );
  });

  const form = '"rejected" must be a list of lots, and is absent where none is rejected';
  test.each<[string, Options, string]>([
    [
      'all of them, as a quarantine',
      { decision: 'quarantined', rejected: ['A', 'B'] },
      'these are all lots of the shipment: it is rejected, not quarantined; decide "rejected" and leave "rejected" out',
    ],
    [
      'that are released too',
      { decision: 'partly-released', lots: ['A'], rejected: ['A'] },
      'lot A is both released and rejected; name it in "lots" or in "rejected"',
    ],
    [
      'of another shipment',
      { decision: 'quarantined', rejected: ['X'] },
      'lot X is not of this shipment; its lots are A, B',
    ],
    [
      'beside a rejection',
      { decision: 'rejected', rejected: ['A'] },
      'leave "rejected" out: all lots are rejected',
    ],
    ['in an empty list', { decision: 'quarantined', rejected: [] }, form],
  ])('is refused with lots that could not be signed: %s', async (_, options, why) => {
    const { evidence } = await signedEvidence(options);
    expect(await failureOf(() => verifyBundle(makeBundle(evidence)))).toBe(
      `NotConsistent: entry 6 of the ledger could not be signed: ${why}`,
    );
  });

  test('is refused with something else than lots', async () => {
    for (const rejected of ['B', null, [1], {}])
      expect(await failureOf(async () => verifyBundle(await changed(kept, { rejected })))).toBe(
        `NotConsistent: entry 6 of the ledger could not be signed: ${form}`,
      );
  });
});
