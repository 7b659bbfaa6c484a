import { describe, expect, test } from 'vitest';
import { productsOf } from '../../src/cli/product-option.ts';

describe('a product given as an option', () => {
  test('has fields between commas, and lots with units and days', () => {
    expect(
      productsOf([
        'name=Vaccine A, 5 ml,gtin=09506000134352,profile=who-storage@1,lot=A1:120:2027-03-31,lot=A2,lot=A3::2027-04-30,lot= A4 : 5 : 2027-05-31 ',
        'id=ins, name = Insulin ,profile=plasma,serial=S1,serial=S2',
      ]),
    ).toEqual([
      {
        name: 'Vaccine A, 5 ml',
        gtin: '09506000134352',
        profile: 'who-storage@1',
        lots: [
          { number: 'A1', quantity: 120, expiry: '2027-03-31' },
          { number: 'A2' },
          { number: 'A3', expiry: '2027-04-30' },
          { number: 'A4', quantity: 5, expiry: '2027-05-31' },
        ],
      },
      { id: 'ins', name: 'Insulin', profile: 'plasma', serials: ['S1', 'S2'] },
    ]);
  });

  test.each([
    ['Vaccine A', '"Vaccine A" has no field before it'],
    ['name=A,gtim=1,profile=p', 'unknown field "gtim"; known are id, name, gtin, profile, lot, serial'],
    ['name=A,name=B,profile=p', 'name is given twice, as A and B'],
    ['name=A,profile=', 'profile is empty; leave it out'],
    ['profile=p', 'the name is missing'],
    ['name=A', 'the profile is missing'],
    ['name=A,profile=p,lot=A1:twelve', 'the units of lot A1 must be a whole number, found "twelve"'],
    ['name=A,profile=p,lot=A1:12x', 'the units of lot A1 must be a whole number, found "12x"'],
    ['name=A,profile=p,lot=:12', 'the lot :12 has no number'],
    [
      'name=A,profile=p,lot=A:1:2:2027-03-31',
      'the lot A:1:2:2027-03-31 has 4 parts; it is number:units:expiry day, and a number with a colon has to be given in a JSON file',
    ],
  ])('%s is refused, with what is wrong and how to write it', (given, what) => {
    expect(() => productsOf([given])).toThrow(
      `--product ${JSON.stringify(given)}: ${what}; write it as 'name=Vaccine A,`,
    );
  });
});
