import { expect, test } from 'vitest';
import { escaped } from '../../src/notifications/html-mail.ts';
import { toSubject } from '../../src/notifications/short-forms.ts';
import { writeMessage } from '../../src/notifications/write-message.ts';
import { everyMessage, inZurich } from '../support/every-message.ts';

const messages = Object.entries(everyMessage());

test.each(messages)('%s: subject, text, SMS and HTML say the same, and fit', (name, message) => {
  const { subject, email, html, sms, body } = message;
  expect(subject).toBe(toSubject(subject));
  expect(sms.length).toBeLessThanOrEqual(160);
  expect(sms).toMatch(/^[\n\x20-\x7eäöüÄÖÜ]+$/);
  for (const said of [
    body.heading,
    body.lead,
    body.todo ?? '',
    ...body.rows.flatMap(([of, value]) => [of, value]),
  ]) {
    expect(email).toContain(said);
    expect(html).toContain(escaped(said));
  }
  const { link } = body;
  if (link !== null) {
    expect(html).toContain(`href="${escaped(link.address)}"`);
    expect(email).toContain(link.address);
    expect(sms.endsWith(link.address)).toBe(true);
  }
  // A code goes to an address that may be somebody else's, who has nothing to stop yet.
  const stops = name === 'confirmation' || name === 'asking' ? 0 : 1;
  expect(email.split(`Stop these mails: ${inZurich.unsubscribeAddress}`)).toHaveLength(stops + 1);
  expect(html.split(`href="${inZurich.unsubscribeAddress}"`)).toHaveLength(stops + 1);
  // The receiver's zone is the only one.
  expect(`${subject}${email}${sms}${html}`).not.toMatch(/\bUTC\b/);
});

test('only what is over is headed RESOLVED, and no message is headed by a severity', () => {
  const resolved = messages.filter(([, { subject }]) => subject.startsWith('RESOLVED')).map(([name]) => name);
  expect(resolved).toEqual([
    'alarm cleared',
    'contact restored',
    'contact restored, nothing stored',
    'source back',
    'after quiet hours, all over',
  ]);
  for (const [, { subject, sms, email }] of messages)
    for (const text of [subject, sms, email]) expect(text).not.toMatch(/^(INFO|MINOR|MAJOR|CRITICAL)\b/);
});

test('what came while it was quiet counts each alarm that came and cleared, and covers every entry', () => {
  const { email, subject } = everyMessage()['after quiet hours']!;
  expect(subject).toBe('No signal: lid, WH-4003 blood plasma');
  expect(email.split('\n')[0]).toBe('During your quiet hours: 1 message, and 1 alarm that came and cleared:');
  expect(everyMessage()['after quiet hours, all over']!.email.split('\n')[0]).toBe(
    'During your quiet hours: 1 alarm that came and cleared',
  );
});

test('a digest lists what needs somebody, from the most urgent on', () => {
  const { subject, body } = everyMessage()['digest']!;
  expect(subject).toBe('Digest 2026-01-01: 1 open alarm, 1 without a signal, 1 awaiting release');
  expect(body.lists).toEqual([
    {
      title: 'Open alarms (1)',
      items: [
        'WH-4003, blood plasma: critical alarm of rule hot-15, out of range since 2026-01-01 01:40 CET; not acknowledged',
      ],
    },
    { title: 'No signal (1)', items: ['WH-4004, blood plasma: lid'] },
    { title: 'Awaiting release (1)', items: ['WH-4009, blood plasma: arrived 2026-01-01 04:20 CET'] },
    {
      title: 'Decided on this day (1)',
      items: ['WH-4005, blood plasma: released, signed by Paul Okafor'],
    },
  ]);
  expect(everyMessage()['digest, nothing']!.body.lead).toBe(
    'No active shipments. Nothing needs your attention.',
  );
});

test('names are never markup', () => {
  const hostile = `<img src=x onerror="alert('1')"> & Co`;
  const body = { ...everyMessage()['test']!.body, heading: hostile, lead: hostile };
  const { html } = writeMessage({ subject: hostile, body, sms: [[hostile], ['x']] }, inZurich);
  expect(html).not.toContain('<img');
  expect(html.split('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; Co')).toHaveLength(4);
});
