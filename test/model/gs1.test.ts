import { describe, expect, test } from 'vitest';
import { checkDigit, digitalLinkOf, readSscc } from '../../src/model/gs1.ts';

describe('an SSCC', () => {
  // GS1 General Specifications, section 7.9: 37610425002123456 has the check digit 9.
  test('an SSCC has a check digit', () => {
    expect(checkDigit('37610425002123456')).toBe('9');
    expect(checkDigit('34012345000000001')).toBe('7');
  });

  test.each([
    '340123450000000017',
    '(00)340123450000000017',
    '00340123450000000017',
    '3 4012345 0000000017',
    ' https://id.gs1.org/00/340123450000000017 ',
    'https://example.org/a/00/340123450000000017?x=1',
  ])('an SSCC is read from %s', (label) => {
    expect(readSscc(label)).toEqual({ ok: true, sscc: '340123450000000017' });
  });

  test.each([
    ['340123450000000019', 'the check digit of 340123450000000019 must be 7'],
    ['34012345000000001', 'an SSCC has 18 digits'],
    ['https://id.gs1.org/01/09506000134352', 'an SSCC has 18 digits'],
    ['', 'an SSCC has 18 digits'],
    ['34012345000000001X', 'an SSCC has 18 digits'],
  ])('an SSCC is refused in %s', (label, reason) => {
    const read = readSscc(label);
    expect(read.ok ? '' : read.reason).toContain(reason);
  });

  test('an SSCC has a GS1 Digital Link', () => {
    const link = digitalLinkOf('340123450000000017');
    expect(readSscc(link)).toEqual({ ok: true, sscc: '340123450000000017' });
  });
});
