import { describe, expect, test } from 'vitest';
import { toSms } from '../../src/notifications/gsm7.ts';
import { cutAt, smsOf, toSubject } from '../../src/notifications/short-forms.ts';

const x = (count: number, letter = 'x') => letter.repeat(count);

describe('an SMS', () => {
  // 3GPP TS 23.038, section 6.2.1, without the escape; line feed and carriage return become a space.
  const alphabet =
    '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ!"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
  test('keeps every character of its alphabet', () => {
    expect(alphabet).toHaveLength(124);
    for (const letter of alphabet) expect(toSms(letter)).toBe(letter);
  });

  test.each([
    ['āČěŁ', 'aCe?'],
    ['ç', 'c'],
    ['€[]{}|^~\\', '?????????'],
    ['a \t\r\n  b', 'a b'],
    ['°', '?'],
    ['🧊', '?'],
    ['冷e\u0301', '?e?'],
    ['', ''],
  ])('of %j is %j', (text, sms) => {
    expect(toSms(text)).toBe(sms);
  });

  test.each([
    ['is whole at its maximum length', x(160), '', x(160)],
    ['is cut beyond it', x(161), '', `${x(157)}...`],
    ['is whole with its end', x(150), x(10, 'y'), x(150) + x(10, 'y')],
    ['is cut before its end', x(151), x(10, 'y'), `${x(147)}...${x(10, 'y')}`],
    ['is cut before an end that leaves it 40 characters', x(200), x(120, 'y'), `${x(37)}...${x(120, 'y')}`],
    ['is cut within a longer end', x(100), x(121, 'y'), `${x(100)}${x(57, 'y')}...`],
    ['is cut before it reaches a longer end', x(200), x(121, 'y'), `${x(157)}...`],
    ['is whole with a long end that fits', x(40), x(120, 'y'), x(40) + x(120, 'y')],
    ['counts characters, not UTF-16 code units', x(160, '🧊'), '', x(160, '?')],
  ])('%s', (_, text, end, sms) => {
    expect(toSms(text, end)).toBe(sms);
  });

  test('leaves out the degree sign, both in what happened and in what to do', () => {
    expect(smsOf(['9 °C, above 8 °C.'], ['Cool to 5 °C or 5°C'])).toBe('9 C, above 8 C. Cool to 5 C or 5?C');
  });

  const link = 'https://cold.example/s';
  test.each([
    [
      'has the longest forms that fit',
      x(70),
      x(20),
      x(60, 'y'),
      x(20, 'y'),
      `${x(70)} ${x(60, 'y')} ${link}`,
    ],
    [
      'prefers a short advice to short facts',
      x(60),
      x(20),
      x(99),
      x(20, 'y'),
      `${x(60)} ${x(20, 'y')} ${link}`,
    ],
    [
      'has short facts where no advice fits to long ones',
      x(130),
      x(60),
      x(99),
      x(30, 'y'),
      `${x(60)} ${x(30, 'y')} ${link}`,
    ],
    [
      'cuts facts and never a link',
      x(150),
      x(140),
      x(60, 'y'),
      x(30, 'y'),
      `${x(73)}... ${x(60, 'y')} ${link}`,
    ],
  ])('%s', (_, facts, shortFacts, todo, shortTodo, sms) => {
    expect(smsOf([facts, shortFacts], [todo, shortTodo], link)).toBe(sms);
  });

  test('leaves a link out that leaves no room for what happened', () => {
    const long = `https://cold.example/${x(100)}`;
    expect(smsOf([x(60)], ['yy'], long)).toBe(`${x(60)} yy`);
  });
});

describe('a subject', () => {
  test.each([
    ['is a single line', '  a\r\nb\u2028c\u2029\u0000d\u0085e ', 'a b c d e'],
    ['keeps spaces inside', 'a  b', 'a  b'],
    ['is whole at 99 characters', x(99), x(99)],
    ['is cut at 100 characters', x(100), `${x(98)}…`],
    ['is cut before a surrogate pair', `${x(97)}🧊y`, `${x(97)}…`],
    ['is cut after a surrogate pair', `${x(96)}🧊yy`, `${x(96)}🧊…`],
    ['is whole with a surrogate pair at its end', `${x(97)}🧊`, `${x(97)}🧊`],
    ['is trimmed before it is measured', `${x(99)}\n`, x(99)],
  ])('%s', (_, text, subject) => {
    expect(toSubject(text)).toBe(subject);
  });
});

test.each([
  ['abc', 2, 'ab'],
  ['abc', 3, 'abc'],
  ['abc', 9, 'abc'],
  ['a🧊b', 2, 'a'],
  ['a🧊b', 3, 'a🧊'],
  ['🧊', 1, ''],
  ['abc', 0, ''],
])('%s cut at %d is %j', (text, length, cut) => {
  expect(cutAt(text, length)).toBe(cut);
});
