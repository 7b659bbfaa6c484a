import { expect, test } from 'vitest';
import { inboxPage } from '../../local/inbox-page.ts';

const mail = {
  to: 'nora@example.org',
  protocol: 'email',
  subject: 'Too warm now: 9.1 °C, KB-7 "insulin" <40>',
  message: 'Too warm now\n\nOpen the shipment: http://localhost:8080/shipments/KB-7?a=1&b=2',
  html: '<!doctype html><html><head><title>x</title></head><a href="http://localhost:8080/">Open</a></html>',
  attributes: {},
  messageId: '1',
  receivedAt: '2026-11-04T09:30:00.000Z',
} as const;

test('the inbox shows the newest notification first, a mail as HTML beside its text', () => {
  const sms = { ...mail, protocol: 'sms', to: '+441632960199', subject: null, message: 'Back', html: null };
  const page = inboxPage([mail, sms]);
  expect(page.indexOf('SMS to +441632960199')).toBeLessThan(page.indexOf('nora@example.org'));
  expect(page.match(/<iframe/g)).toHaveLength(1);
  expect(page).toContain('href="http://localhost:8080/shipments/KB-7?a=1');
  expect(inboxPage([])).toContain('Nothing has been sent yet');
});

test('what a notification says is text, and its HTML runs no script and opens its links in tabs', () => {
  const page = inboxPage([{ ...mail, message: '<script>alert(1)</script>' }]);
  expect(page).not.toContain('<script>');
  expect(page).toContain('KB-7 &#34;insulin&#34; &#60;40&#62;');
  const [, sandbox, srcdoc] = /sandbox="([^"]*)" srcdoc="([^"]*)"/.exec(page)!;
  expect(sandbox).not.toContain('allow-scripts');
  expect(srcdoc).toContain('&#60;head&#62;&#60;base target=&#34;_blank&#34;&#62;');
});
