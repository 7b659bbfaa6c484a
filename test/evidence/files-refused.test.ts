import { beforeAll, describe, expect, test } from 'vitest';
import { makeBundle } from '../../src/evidence/bundle.ts';
import { verifyBundle } from '../../src/evidence/verify.ts';
import { failureOf, refitted, withText } from '../support/bundle-files.ts';
import { signedEvidence, plainEvidence } from '../support/signed-evidence.ts';

const bundle = makeBundle(plainEvidence);
let signed: Uint8Array;
beforeAll(async () => {
  signed = makeBundle((await signedEvidence()).evidence);
});
const failure = async (of: Uint8Array): Promise<string> =>
  (await failureOf(() => verifyBundle(of))).replace('NotConsistent: ', '');
const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('a bundle is refused', () => {
  const without = (name: string) => refitted(bundle, (files) => delete files[name]);
  test.each<[string, () => Uint8Array, string]>([
    [
      'without a ledger',
      () => without('ledger.json'),
      'ledger.json cannot be read: Unexpected end of JSON input',
    ],
    ['with an empty ledger', () => withText(bundle, 'ledger.json', () => '[]\n'), 'ledger.json has no entry'],
    [
      'with a ledger that is not a list',
      () => withText(bundle, 'ledger.json', () => '{"length":1}\n'),
      'ledger.json has no entry',
    ],
    ['without a verdict', () => without('verdict.json'), 'verdict.json is missing'],
    ['without a profile', () => without('profiles/warm@1.json'), 'profiles/warm@1.json is missing'],
    ['without readings', () => without('readings/02.json'), 'readings/02.json is missing'],
    ['without payloads', () => without('raw/02.ndjson'), 'raw/02.ndjson is missing'],
    [
      'with a file that belongs to nothing',
      () => refitted(bundle, (files) => (files['readings/03.json'] = bytes('[]'))),
      'readings/03.json belongs to nothing in the ledger',
    ],
    [
      'with a file that is not text',
      () => refitted(bundle, (files) => (files['raw/01.ndjson'] = Uint8Array.of(0xff))),
      'raw/01.ndjson is not text',
    ],
    [
      'with a profile that is not JSON',
      () => withText(bundle, 'profiles/warm@1.json', () => 'x'),
      `profiles/warm@1.json cannot be read: Unexpected token 'x', "x" is not valid JSON`,
    ],
    [
      'with an invalid profile',
      () => withText(bundle, 'profiles/warm@1.json', (text) => text.replace('"id": "warm"', '"id": 7')),
      'the verdict cannot be recomputed: id: must be a text',
    ],
    [
      'with another verdict',
      () => withText(bundle, 'verdict.json', (text) => text.replace('"release"', '"reject"')),
      'verdict.json is not what ledger, profiles and readings amount to, first in line 5',
    ],
    [
      'with readings in another order',
      () => withText(bundle, 'readings/01.json', (text) => text.replace(/(.*),\n(.*),\n/, '$2,\n$1,\n')),
      'readings/01.json is not in canonical form, first in line 2',
    ],
    [
      'with payloads in another form',
      () => withText(bundle, 'raw/01.ndjson', (text) => text.replace('{', '{ ')),
      'the raw payloads cannot be read: a line is not in canonical form',
    ],
    [
      'with evidence of a signature that does not exist',
      () => refitted(bundle, (files) => (files['signed/01/evidence.json'] = bytes('{}'))),
      'signed/01/evidence.json belongs to nothing in the ledger',
    ],
    ...['evidence.json', 'signature.json', 'verdict.json'].map((name): [string, () => Uint8Array, string] => [
      `without ${name} of a signature`,
      () => refitted(signed, (files) => delete files[`signed/01/${name}`]),
      `signed/01/${name} is missing`,
    ]),
    [
      'with signed readings of no attachment',
      () => refitted(signed, (files) => (files['signed/01/readings/03.json'] = bytes('[]'))),
      'signed/01/readings/03.json belongs to nothing in the ledger',
    ],
    [
      'with other signed readings',
      () => refitted(signed, (files) => (files['signed/01/readings/01.json'] = bytes('[]'))),
      'signed/01/readings/01.json is not what entry 6 was signed on',
    ],
    [
      'with another signed verdict',
      () => withText(signed, 'signed/01/verdict.json', (text) => text.replace('"release"', '"reject"')),
      'signed/01/verdict.json is not what ledger, profiles and readings amounted to, first in line 5',
    ],
    [
      'with other evidence',
      () =>
        withText(signed, 'signed/01/evidence.json', (text) =>
          text.replace('"scanned": null', '"scanned": "x"'),
        ),
      'signed/01/evidence.json is not what entry 6 of the ledger names',
    ],
    [
      'with evidence in other white space',
      () => withText(signed, 'signed/01/evidence.json', (text) => text.replace('{\n', '{ \n')),
      'signed/01/evidence.json is not what ledger, profiles and readings amounted to, first in line 1',
    ],
    [
      'with a signature in other white space',
      () => withText(signed, 'signed/01/signature.json', (text) => text.replace('{\n', '{ \n')),
      'signed/01/signature.json: it was changed',
    ],
  ])('%s', async (_, make, message) => {
    expect(await failure(make())).toBe(message);
  });

  test('without a signature, if a key is to be trusted', async () => {
    expect(await failureOf(() => verifyBundle(bundle, 'x'))).toBe(
      'NotConsistent: it contains no signature, so no key can vouch for it',
    );
  });
});
