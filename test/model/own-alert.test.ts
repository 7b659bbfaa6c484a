import { describe, expect, test } from 'vitest';
import { ownAlertSchema } from '../../src/model/own-alert.ts';

const webhook = (address: string) =>
  ownAlertSchema.safeParse({ channel: 'webhook', address, severity: 'major', zone: 'UTC' });

describe('the address of a webhook', () => {
  test('is one by HTTPS, with a port or a query where it needs them', () => {
    for (const address of ['https://example.org/hook', 'https://example.org:8443/hook?room=4'])
      expect(webhook(address).success).toBe(true);
  });

  test.each([
    'http://example.org',
    'https://',
    'https://[',
    'https://[::1',
    'https://example.org:99999/',
    'https://a b/',
    'https://ann:secret@example.org/hook',
    'https://ann@example.org',
    'https://public.example@10.0.0.1/',
  ])('is refused where nothing could be sent to it, or it has a password: %s', (address) => {
    expect(webhook(address).error?.issues).toMatchObject([
      {
        path: ['address'],
        message: 'must be an address that begins with https://, without user and password',
      },
    ]);
  });
});
