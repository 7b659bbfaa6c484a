import { describe, expect, test } from 'vitest';
import { lotKeysOf } from '../../src/model/product.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';
import type { Reading } from '../../src/model/reading.ts';
import { accountOfLeg } from '../../src/shipments/account-of-leg.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import {
  arrived,
  at,
  attached,
  cameFrom,
  created,
  declared,
  departed,
  ledger,
  openingEntered,
  planChanged,
  readmitted,
  signed,
} from '../support/facts.ts';
import { everyTenMinutes, minute, times } from '../support/series.ts';
import { warmProfile } from '../support/shipment.ts';

const parsed = parseProfile({
  ...warmProfile,
  allowances: [{ id: 'warm-12h', above: 8, total: 'PT12H' }],
});
if (!parsed.ok) throw new Error(parsed.problems.join());
const { profile } = parsed;
const asOf = at(600);

/** The account of a leg of these events, whose sensors all read these values every ten minutes from the start. */
function account(facts: readonly LedgerEvent[], readings: readonly Reading[] = [], product = 'goods') {
  return accountOfLeg(ledger(...facts), product, () => ({ readings, profile }), profile, asOf);
}

describe('a leg', () => {
  test('lasts from its first sensor to the declared arrival, with what the sensor read outside', () => {
    const readings = everyTenMinutes(times(13, 9));
    const found = account([attached('lid', at(10)), departed(at(20)), arrived(at(120))], readings);
    expect(found).toMatchObject({ shipment: 'S-1', product: 'goods', from: at(10), to: at(120) });
    expect(found.sensors).toMatchObject([
      { device: 'lid', from: at(10), to: at(120), spent: { 'warm-12h': { observed: [[at(10), at(120)]] } } },
    ]);
    expect(found.ledgerHead).toBe(ledger(created(), attached('lid'), departed(0), arrived(0)).at(-1)!.hash);
  });

  test.each<[string, LedgerEvent[], number, number]>([
    ['from a departure before the first sensor', [attached('lid', at(30)), departed(at(20))], 20, 600],
    ['to the present if nobody declared its arrival', [attached('lid', at(30))], 30, 600],
    ['from when it was planned if it has no sensor', [arrived(at(120))], 0, 120],
    ['not at all yet if it is only planned', [], 600, 600],
    [
      'not at all yet either if goods are said to have travelled on from it',
      [{ kind: 'followed-by', shipment: 'S-2', product: 'goods' }],
      600,
      600,
    ],
  ])('lasts %s', (_, facts, from, to) => {
    expect(account(facts)).toMatchObject({ from: at(from), to: at(to) });
  });

  test('has the sensors of the goods only, each until it was declared broken', () => {
    const facts = [
      attached('lid'),
      attached('air', at(0), { role: 'ambient' }),
      attached('spare', at(0), { role: 'spare' }),
      declared('lid', at(60)),
      arrived(at(120)),
    ];
    expect(account(facts).sensors).toMatchObject([
      { device: 'lid', to: at(60) },
      { device: 'spare', to: at(120) },
    ]);
    expect(account(facts.slice(0, 3)).sensors).toMatchObject([{ device: 'lid' }]);
  });

  test('has what its ledger says of the time before, of this product', () => {
    const profileVersion = { id: 'warm', version: 1 };
    const products = ['a', 'b'].map((id) => ({
      id,
      name: id,
      profile: profileVersion,
      lots: [{ number: '1' }, { number: `${id}2` }],
    }));
    const plan = { ...created(), products, lots: ['a/1', 'a2', 'b/1', 'b2'] };
    const facts = [
      plan,
      cameFrom({ product: 'a', lots: ['a2'], by: 'sscc' }),
      cameFrom({ product: 'b' }),
      openingEntered({ kind: 'unused', source: 'x' }, 'b'),
      readmitted({ product: 'a', lots: ['a/1'], readmitted: { cycles: 1 } }),
    ];
    expect(account(facts, [], 'a')).toMatchObject({
      lots: ['a/1', 'a2'],
      opening: null,
      predecessors: [{ shipment: 'S-0', product: 'goods', lots: ['a2'], by: 'sscc' }],
      readmissions: [
        {
          lots: ['a/1'],
          by: signed().signature.signer.name,
          at: new Date(at(301)).toISOString(),
          reason: 'stability data',
          document: 'QA-12',
          cycles: 1,
        },
      ],
    });
    expect(account(facts, [], 'b')).toMatchObject({
      lots: ['b/1', 'b2'],
      opening: { kind: 'unused', source: 'x', reason: 'test' },
      readmissions: [],
    });
  });

  test('knows its lots after the plan has changed, and takes one that is no longer planned for any', () => {
    const profileVersion = { id: 'warm', version: 1 };
    const planned = (ofA: readonly string[], ofB: readonly string[]) => {
      const products = [
        { id: 'a', name: 'a', profile: profileVersion, lots: ofA.map((number) => ({ number })) },
        { id: 'b', name: 'b', profile: profileVersion, lots: ofB.map((number) => ({ number })) },
      ];
      return { products, lots: lotKeysOf(products).map(({ key }) => key) };
    };
    const facts = [
      created(planned(['1', '2'], [])),
      cameFrom({ product: 'a', lots: ['1'] }),
      readmitted({ product: 'a', lots: ['1'], readmitted: { cycles: 1 } }),
    ];
    expect(account([...facts, planChanged(planned(['1', '2'], ['1']))], [], 'a')).toMatchObject({
      lots: ['a/1', '2'],
      predecessors: [{ lots: ['a/1'] }],
      readmissions: [{ lots: ['a/1'] }],
    });
    expect(account([...facts, planChanged(planned(['1-new', '2'], []))], [], 'a')).toMatchObject({
      predecessors: [{ lots: null }],
      readmissions: [{ lots: [] }],
    });
  });

  test('follows the same SSCC or serial number only while the plan has it', () => {
    const [sscc, other] = ['340123450000000017', '340123450000000024'];
    const sameSscc = [created({ sscc }), cameFrom({ by: 'sscc' })];
    expect(account([...sameSscc, planChanged({ sscc, vehicle: 'V 1' })]).predecessors).toHaveLength(1);
    expect(account([...sameSscc, planChanged({ sscc: other })]).predecessors).toEqual([]);
    expect(
      account([...sameSscc, planChanged({ sscc: null }), planChanged({ sscc })]).predecessors,
    ).toHaveLength(1);
    const byPerson = [created({ sscc }), cameFrom(), planChanged({ sscc: other })];
    expect(account(byPerson).predecessors).toHaveLength(1);
    const withSerials = (...serials: string[]) => ({
      products: [
        {
          id: 'a',
          name: 'a',
          gtin: '04012345000009',
          profile: { id: 'warm', version: 1 },
          lots: [],
          serials,
        },
      ],
    });
    const sameSerial = [created(withSerials('s1', 's2')), cameFrom({ product: 'a', by: 'serial' })];
    expect(account([...sameSerial, planChanged(withSerials('s2'))], [], 'a').predecessors).toHaveLength(1);
    expect(account([...sameSerial, planChanged(withSerials('s3'))], [], 'a').predecessors).toEqual([]);
    // A serial number is one of its trade item number.
    const [product] = withSerials('s1', 's2').products;
    const otherGtin = planChanged({ products: [{ ...product!, gtin: '04012345000016' }] });
    expect(account([...sameSerial, otherGtin], [], 'a').predecessors).toEqual([]);
  });

  test('counts a start delay as no gap', () => {
    const delayed = parseProfile({ ...warmProfile, startDelay: 'PT30M' });
    if (!delayed.ok) throw new Error(delayed.problems.join());
    const entries = ledger(attached('lid'), departed(at(5)), arrived(at(120)));
    const found = accountOfLeg(
      entries,
      'goods',
      () => ({ readings: [], profile: delayed.profile }),
      profile,
      asOf,
    );
    expect(found.from).toBe(found.sensors[0]!.from);
    expect(found.to - found.from).toBeLessThanOrEqual(120 * minute);
  });
});
