import { describe, expect, test } from 'vitest';
import { checkDigit, digitalLinkOf, readSscc } from '../../src/model/gs1.ts';

const sscc = '340123450000000017';
const hint =
  'an SSCC has 18 digits, as (00)340123450000000017 or https://id.gs1.org/00/340123450000000017, found';

describe('reading an SSCC from a label', () => {
  test.each([
    '(00)3401 2345 0000 0000 17',
    '00 3401-2345-0000-0000-17',
    '\t340123450000000017\n',
    'http://id.gs1.org/00/340123450000000017',
    'https://id.gs1.org/00/00340123450000000017',
    'https://id.gs1.org/01/09506000134352/00/340123450000000017',
    'https://example.org/a/b/00/340123450000000017/21/7',
    'https://example.org/00/340123450000000017#top',
  ])('a label is read from %j', (label) => {
    expect(readSscc(label)).toEqual({ ok: true, sscc });
  });

  test.each([
    '',
    '34012345000000001',
    '3401234500000000171',
    '10340123450000000017',
    '000340123450000000017',
    '(01)340123450000000017',
    'x(00)340123450000000017',
    '340123450000000017x',
    '34012345000000001X',
    '3401_2345_0000_0000_17',
    'ftp://id.gs1.org/00/340123450000000017',
    'xhttps://id.gs1.org/00/340123450000000017',
    'https:///00/340123450000000017',
    'https://id.gs1.org/00/340123450000000017x',
    'https://id.gs1.org/00/x340123450000000017',
    'https://id.gs1.org/00/34012345000000001',
    'https://id.gs1.org/01/340123450000000017',
    'https://id.gs1.org/a00/340123450000000017',
  ])('the label %j is refused, and the message quotes it', (label) => {
    expect(readSscc(label)).toEqual({ ok: false, reason: `${hint} ${JSON.stringify(label)}` });
  });

  test('a refused label is quoted without surrounding space and with at most 80 characters', () => {
    expect(readSscc(' 12 ')).toEqual({ ok: false, reason: `${hint} "12"` });
    expect(readSscc('7'.repeat(81))).toEqual({ ok: false, reason: `${hint} "${'7'.repeat(80)}"` });
    expect(readSscc(`${'7'.repeat(79)}-`)).toEqual({ ok: false, reason: `${hint} "${'7'.repeat(79)}-"` });
  });

  test('a wrong check digit is refused with the expected one', () => {
    expect(readSscc('(00)340123450000000016')).toEqual({
      ok: false,
      reason: 'the check digit of 340123450000000016 must be 7: a digit is wrong',
    });
    expect(readSscc('https://id.gs1.org/00/340123450000000071')).toEqual({
      ok: false,
      reason: 'the check digit of 340123450000000071 must be 9: a digit is wrong',
    });
  });
});

test.each([
  ['', '0'],
  ['0', '0'],
  ['1', '7'],
  ['10', '9'],
  ['12', '3'],
  ['5', '5'],
  ['71', '0'],
  ['629104150021', '3'],
  ['37610425002123456', '9'],
])('the digits %j have the check digit %s', (digits, digit) => {
  expect(checkDigit(digits)).toBe(digit);
});

test('the link of a logistic unit is a GS1 Digital Link', () => {
  expect(digitalLinkOf(sscc)).toBe('https://id.gs1.org/00/340123450000000017');
});
