import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { faultOfPublication } from '../../local/publication-limits.ts';
import { serviceLimits } from '../../local/service-limits.ts';
import { LocalSubscriptions } from '../../local/subscriptions.ts';

const folder = mkdtempSync(join(tmpdir(), 'coldwatch-notification-limits-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a publication', () => {
  const none = { subject: null, message: 'x', attributes: {} };

  test('has at most 256 KiB in total for its forms and attributes', () => {
    const attributes = { audience: { Type: 'String.Array', Value: '["site:north"]' } };
    const ofAttributes = 'audienceString.Array["site:north"]'.length;
    const message = 'x'.repeat(serviceLimits.publicationBytes.limit - ofAttributes);
    expect(faultOfPublication({ ...none, message, attributes })).toBeNull();
    expect(faultOfPublication({ ...none, message: `${message}x`, attributes })).toBe('Message too long');
  });

  test.each([
    ['x'.repeat(99), null],
    ['é'.repeat(99), null],
    ['x'.repeat(100), 'Subject'],
    ['two\nlines', 'Subject'],
    ['', 'Subject'],
  ])('with the subject %j: %s', (subject, fault) => {
    expect(faultOfPublication({ ...none, subject })).toBe(fault);
  });
});

test('the filter of a new subscription takes effect after a quarter of an hour', () => {
  const file = join(folder, 'subscriptions.json');
  const subscriptions = new LocalSubscriptions(file, (_, name) => name);
  const asked = { topicArn: 'topic', protocol: 'email', endpoint: 'north@example.org' };
  const { madeAt } = subscriptions.add({ ...asked, filterPolicy: { audience: ['site:north'] } });
  const actsAt = madeAt! + serviceLimits.filterPolicyActsAfterMs.limit;
  const hears = (of: LocalSubscriptions, site: string, at: number): boolean =>
    of.inboxes[0]!.comesHere({ audience: { Type: 'String.Array', Value: JSON.stringify([site]) } }, at);
  // After a restart too.
  for (const each of [subscriptions, new LocalSubscriptions(file, (_, name) => name)]) {
    expect(hears(each, 'site:south', actsAt - 1)).toBe(true);
    expect(hears(each, 'site:south', actsAt)).toBe(false);
    expect(hears(each, 'site:north', actsAt)).toBe(true);
  }
  // The local run can shorten this delay.
  const shortened = new LocalSubscriptions(join(folder, 'other.json'), (_, name) => name, 10_000);
  const soon = shortened.add({ ...asked, filterPolicy: { audience: ['site:north'] } }).madeAt! + 10_000;
  expect([hears(shortened, 'site:south', soon - 1), hears(shortened, 'site:south', soon)]).toEqual([
    true,
    false,
  ]);
});
