import { expect, test } from 'vitest';
import { isPrintable, printable, printableLines } from '../../src/model/printable.ts';

test('characters that would control a terminal are escaped', () => {
  const text = 'a\u001b[31m\u0007\u009b\u007f\u202e\u2066\u200f\u061c\u2028\r';
  expect(printable(text)).toBe(String.raw`a\u001b[31m\u0007\u009b\u007f\u202e\u2066\u200f\u061c\u2028\u000d`);
  expect(printable('one\ntwo\t')).toBe(String.raw`one\u000atwo\u0009`);
  expect(isPrintable(text)).toBe(false);
});

test('lines keep their ends, and a carriage return cannot overwrite the line', () => {
  expect(printableLines('one\n\ttwo\rthree')).toBe(`one\n\ttwo${String.raw`\u000d`}three`);
});

test('escaped JSON stays the same JSON', () => {
  const value = { goods: '\u202egnp.exe\u009b\u2028', lines: ['a\nb'] };
  const printed = printableLines(JSON.stringify(value, null, 2));
  expect(JSON.parse(printed)).toEqual(value);
  expect(printed).not.toMatch(/[\u202e\u009b\u2028]/);
});

test('names in every script and emoji stay unchanged', () => {
  for (const text of ['Łódź 冷', 'مستشفى', 'בית חולים', '👩‍⚕️', 'نمی‌خواهم', '−5 °C'])
    expect([printable(text), isPrintable(text)]).toEqual([text, true]);
});
