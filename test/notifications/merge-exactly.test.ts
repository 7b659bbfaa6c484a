import { describe, expect, test } from 'vitest';
import { mergeMessages, mostWritten } from '../../src/notifications/merge-messages.ts';
import { messageOf, several } from '../support/numbered-messages.ts';
import type { Severity } from '../../src/model/enumerations.ts';

describe('two messages', () => {
  const [one, two] = [
    messageOf(1),
    messageOf(2, { severity: 'critical', site: 'south', audience: ['site:north', 'x'], vehicle: 'CW 2' }),
  ];
  const subject = 'news 2, and 1 other message: 2 shipments, site:north';
  const email = [
    '2 shipments, site:north:',
    '- MAJOR S-1: news 1',
    '- CRITICAL S-2: news 2',
    '',
    '---',
    '',
    'email 1',
    '',
    '---',
    '',
    'email 2',
  ].join('\n');
  test('make one with the severity and the JSON of the most severe', () => {
    expect(mergeMessages([one, two])).toEqual({
      merged: { messages: [one, two], unwritten: [] },
      headline: 'news 2',
      subject,
      email,
      html: expect.stringContaining('<h1') as string,
      body: two.body,
      sms: `${subject}. S-1, S-2`,
      audience: ['site:north', 'x'],
      site: 'south',
      vehicle: 'CW 2',
      notification: { ...two.notification, subject, text: email, together: ['S-1/1', 'S-2/2'] },
    });
  });

  test('take the severity of the first if it is the most severe, and the headline of the first among equals', () => {
    const { notification, headline } = mergeMessages([two, one]);
    expect([notification.severity, headline, notification.device]).toEqual(['critical', 'news 2', 'box-2']);
    expect(mergeMessages([messageOf(3), one, messageOf(2)]).headline).toBe('news 3');
  });

  test.each<[Severity[], Severity, string]>([
    [['info', 'minor', 'major', 'critical'], 'critical', 'news 4'],
    [['critical', 'major', 'minor', 'info'], 'critical', 'news 1'],
    [['info', 'major', 'minor', 'major'], 'major', 'news 2'],
    [['info', 'minor', 'info'], 'minor', 'news 2'],
    [['info', 'info'], 'info', 'news 1'],
  ])('of severities %j have severity %s', (all, severity, headline) => {
    const merged = mergeMessages(all.map((each, index) => messageOf(index + 1, { severity: each })));
    expect([merged.notification.severity, merged.headline]).toEqual([severity, headline]);
    expect(merged.subject.startsWith(`${headline}, and ${all.length - 1} other message`)).toBe(true);
  });

  test('of one shipment have their number in the subject', () => {
    const same = { shipment: 'S-9' };
    const merged = mergeMessages([messageOf(1, same), messageOf(2, same)], ['S-9/3', 'S-9/4']);
    expect([merged.subject, merged.sms]).toEqual([
      'news 1, and 3 other messages: S-9',
      'news 1, and 3 other messages: S-9. Open the shipment.',
    ]);
    expect(merged.email.split('\n')[0]).toBe('4 messages, S-9:');
    expect(merged.notification.together).toEqual(['S-9/1', 'S-9/2', 'S-9/3', 'S-9/4']);
    expect(merged.notification).not.toHaveProperty('togetherCount');
    // One in words, with one listed by id only.
    expect(mergeMessages([messageOf(1)], ['S-1/2']).subject).toBe('news 1, 2 times: S-1');
  });
});

test('a single message stays unchanged', () => {
  const one = messageOf(1);
  expect(mergeMessages([one])).toBe(one);
});

describe('many messages', () => {
  const textOf = (count: number, unwritten = 0) =>
    mergeMessages(
      several(count),
      Array.from({ length: unwritten }, (_, index) => `u/${index}`),
    ).email.split('\n');
  const first20 = ['', 'The first 20 in full:'];
  test('up to twenty are all in full', () => {
    const lines = textOf(20);
    expect(lines.slice(1, 21)).toEqual(several(20).map(({ subject }) => `- ${subject}`));
    expect(lines.slice(21, 26)).toEqual(['', '---', '', 'email 1', '']);
    expect(lines.filter((line) => line.startsWith('email'))).toHaveLength(20);
  });

  test('from the twenty-first on have one line each', () => {
    const lines = textOf(21);
    expect(lines.slice(21, 28)).toEqual(['- MAJOR S-21: news 21', ...first20, '', '---', '', 'email 1']);
    expect(lines.filter((line) => line.startsWith('email'))).toHaveLength(20);
    expect(lines).not.toContain('email 21');
  });

  test.each([
    [220, 0, []],
    [221, 0, ['- and 1 more; each is in the audit trail of its shipment']],
    [220, 1, ['- and 1 more; each is in the audit trail of its shipment']],
    [219, 1, []],
    [300, 50, ['- and 130 more; each is in the audit trail of its shipment']],
  ])('list %d, with %d by id only', (count, unwritten, more) => {
    const lines = textOf(count, unwritten);
    expect(lines[0]).toBe(`${count} shipments, site north:`);
    const listed = Math.min(220, count);
    expect(lines.slice(listed, listed + more.length + 3)).toEqual([
      `- MAJOR S-${listed}: news ${listed}`,
      ...more,
      ...first20,
    ]);
    expect(mostWritten).toBe(220);
  });

  test('of more than twenty shipments name as many as fit in an SMS', () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => `S-${index + 1}`).join(', ');
    const smsOf = (headline: string) => mergeMessages(several(30, { headline })).sms;
    expect(smsOf('Too warm now')).toBe(`Too warm now: 30 shipments, site north. ${names(20)} ...`);
    expect(smsOf('x'.repeat(80))).toBe(`${'x'.repeat(80)}: 30 shipments, site north. ${names(8)} ...`);
  });

  test.each([
    [1000, 1000, undefined],
    [1001, 1000, 1001],
  ])('%d in number name %d for machines, with the total: %s', (count, named, counted) => {
    const { together, togetherCount } = mergeMessages(several(count)).notification;
    expect([together!.length, together![named - 1], togetherCount]).toEqual([
      named,
      `S-${named}/${named}`,
      counted,
    ]);
  });
});
