import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mayChangeWords, mostWords, searchWords } from '../../src/shipments/search-words.ts';
import { areFound, typedWords } from '../../src/shipments/typed-words.ts';
import { fileDevice } from '../../src/shipments/file-device.ts';
import { arrived, at, attached, created, detached, ledger } from '../support/facts.ts';

const sscc = '340123450000000017';
const place = (name: string) => ({
  name,
  area: { kind: 'circle' as const, latitude: 1, longitude: 2, radiusMeters: 3 },
});
const plan = created({
  goods: 'Blood plasma, O+',
  lots: ['PLT-31', 'LOT 4711/B'],
  sscc,
  origin: 'Zürich Süd',
  destination: "St. Mary's, Łódź",
  vehicle: 'ZH 123 456',
  carrier: { name: 'Swift & Söhne', phone: '+41 44 555 0134', email: null },
  route: {
    origin: null,
    destination: null,
    waypoints: [place('Café Brenner')],
    plan: { departureAt: null, arrivalAt: null },
  },
});
const planned = ledger(plan, attached('box-17'), detached('box-17', at(5)), attached('DL_9:b'));

test('the words of a shipment are those of its number, label, loggers, vehicle, lots, carrier, places and goods', () => {
  expect(searchWords(planned).join(' ')).toBe(
    `s1 1 ${sscc} box17 17 dl9b 9b b zh123456 123456 456 plt31 31 lot4711b 4711b ` +
      'swift sohne zurich sud st marys s lodz blood plasma o cafe brenner',
  );
});

test('a changed plan has its own words, and every logger that was ever attached stays', () => {
  const changed = ledger(plan, attached('box-17'), {
    kind: 'plan-changed',
    plan: { ...plan, lots: ['PLT-32'], goods: 'platelets', route: null, carrier: null },
  });
  const words = searchWords(changed);
  expect(words).toEqual(expect.arrayContaining(['plt32', '32', 'platelets', 'box17']));
  for (const gone of ['plt31', 'plasma', 'cafe', 'swift']) expect(words).not.toContain(gone);
});

test('the name that we gave to a file is no word', () => {
  const name = fileDevice('S-1', 'a'.repeat(64));
  expect(searchWords(ledger(created(), attached(name)))).toEqual(searchWords(ledger(created())));
});

test('a plan of too many words keeps the most telling ones', () => {
  const lots = Array.from({ length: 50 }, (_, lot) => `A-${lot}-B-${lot + 100}-C-${lot + 200}`);
  const words = searchWords(ledger(created({ ...plan, lots })));
  expect(words).toHaveLength(mostWords);
  expect(words).toEqual(expect.arrayContaining(['s1', sscc, 'zh123456', 'a0b100c200']));
  expect(words).not.toContain('plasma');
});

test('a long word is found by its beginning', () => {
  const goods = `${'n'.repeat(60)} x`;
  const words = searchWords(ledger(created({ goods })));
  expect(areFound(typedWords('N'.repeat(60)), words)).toBe(true);
  expect(Math.max(...words.map((word) => word.length))).toBe(40);
});

test('only a plan and an attached device can change the words', () => {
  expect(mayChangeWords(ledger(created()))).toBe(true);
  expect(mayChangeWords([{ fact: { kind: 'plan-changed', plan } }])).toBe(true);
  expect(mayChangeWords([{ fact: attached('lid') }])).toBe(true);
  expect(mayChangeWords([{ fact: arrived(at(1)) }, { fact: detached('lid', at(2)) }])).toBe(false);
  expect(mayChangeWords([])).toBe(false);
});

describe('a shipment is found by', () => {
  const words = searchWords(planned);

  test.each([
    's-1',
    'S1',
    'plt',
    'PLT-31',
    'plt31',
    '31',
    'lot 4711',
    'LOT-4711',
    'lot4711/b',
    '4711-B',
    'box 17',
    'BOX-17 zurich',
    'plasma blood',
    'suD ZÜRICH',
    'lodz',
    'ŁÓDŹ',
    'st mary',
    "st. mary's",
    'sohne',
    'zh-123',
    'zh 123456',
    'brenner cafe',
    'swift & plasma',
    sscc,
    `(00)${sscc}`,
    `(00) ${sscc}`,
    `00${sscc}`,
    `]C100${sscc}`,
    `https://id.gs1.org/00/${sscc}`,
    '3 4012345 000000001 7',
    '(00)34012345',
    '34012345',
    `plasma (00)${sscc}`,
    `00${sscc} plasma`,
    `(00)${sscc}(10)PLT-31`,
  ])('%s', (text) => {
    expect(areFound(typedWords(text), words)).toBe(true);
  });

  test.each(['lasma', 'plt-32', 'zurich nord', 'swift carriers', '01234', `(00)${sscc.slice(0, -1)}4`])(
    'not by %s',
    (text) => {
      expect(areFound(typedWords(text), words)).toBe(false);
    },
  );
});

test('what is neither letter nor digit is no word', () => {
  expect(typedWords(' - & (00) … ')).toEqual([]);
  expect(typedWords('plasma & PLASMA')).toEqual(['plasma']);
});

test('a scanned label has the words between its application identifiers', () => {
  expect(
    typedWords(`]C1(00)${sscc}(01)07612345000017(02)07612345000024(37)12(11)260301(17)280301(10)PLT-31(21)8`),
  ).toEqual([sscc, '07612345000017', '07612345000024', '12', '260301', '280301', 'plt31', '8']);
});

test('whatever is typed from a plan finds it: any words, cut anywhere, in any case and order, with or without accents', () => {
  const letters = fc.string({
    unit: fc.constantFrom(...Array.from('aÄßøéŁıΣ5７x')),
    minLength: 1,
    maxLength: 6,
  });
  const name = fc
    .array(letters, { minLength: 1, maxLength: 3 })
    .chain((parts) => fc.constantFrom('-', '', ' ', '/', '_').map((between) => parts.join(between)));
  const sentence = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join(' '));
  const plans = fc.record({
    goods: sentence,
    origin: sentence,
    destination: sentence,
    lots: fc.array(name, { maxLength: 3 }),
    vehicle: fc.option(name),
  });
  const typing = fc.array(
    fc.record({
      from: fc.nat(),
      keep: fc.integer({ min: 1, max: 12 }),
      as: fc.constantFrom(
        (word: string) => word,
        (word: string) => word.toUpperCase(),
        (word: string) => word.toLowerCase(),
        (word: string) => word.normalize('NFD').replaceAll(/\p{M}/gu, ''),
        (word: string) => word.replaceAll(/[-/_]/g, ''),
        (word: string) => word.replaceAll(/[-/_]/g, ' '),
      ),
    }),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(plans, typing, (given, typed) => {
      const entries = ledger(created(given));
      const all = [given.goods, given.origin, given.destination, ...given.lots, given.vehicle ?? ''];
      const words = all.flatMap((text) => text.split(' ')).filter((word) => word !== '');
      const text = typed
        .map(({ from, keep, as }) =>
          as(
            Array.from(words[from % words.length]!)
              .slice(0, keep)
              .join(''),
          ),
        )
        .join(' ');
      expect(areFound(typedWords(text), searchWords(entries))).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
