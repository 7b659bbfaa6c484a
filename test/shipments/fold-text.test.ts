import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldText } from '../../src/shipments/fold-text.ts';

test.each([
  ['Zürich', 'zurich'],
  ['ŁÓDŹ', 'lodz'],
  ['Tromsø', 'tromso'],
  ['Straße', 'strasse'],
  ['STRASSE', 'strasse'],
  ['STRAẞE', 'strasse'],
  ['İstanbul', 'istanbul'],
  ['Diyarbakır', 'diyarbakir'],
  ['Þingvellir', 'thingvellir'],
  ['Θεσσαλονίκης', 'θεσσαλονικησ'],
  ['ﬁlter ２', 'filter 2'],
  ['e\u{301}', 'e'],
  ['Œuvre Ærø', 'oeuvre aero'],
])('%s is found as %s', (text, folded) => {
  expect(foldText(text)).toBe(folded);
});

test('a folded text folds to itself, and case makes no difference', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
      expect(foldText(foldText(text))).toBe(foldText(text));
      expect(foldText(text.normalize('NFC'))).toBe(foldText(text.normalize('NFD')));
    }),
    { numRuns: 2000 },
  );
});

test('the beginning of a text folds to the beginning of the folded text', () => {
  const parts = fc.array(fc.constantFrom(...Array.from('aÄßøΣσςŁıİ-_ 9½ﬁ한'), 'e\u{301}'), { maxLength: 12 });
  fc.assert(
    fc.property(parts, parts, (begins, goesOn) => {
      // A combining mark belongs to the letter before it.
      const [begin, whole] = [begins.join(''), [...begins, ...goesOn].join('')];
      expect(foldText(whole).startsWith(foldText(begin))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
