import { expect, test } from 'vitest';
import {
  NotPublic,
  arePublic,
  isPublicAddress,
  lookupPublic,
} from '../../src/notifications/send/public-address.ts';
import { postWebhook } from '../../src/notifications/send/post-webhook.ts';
import { signatureOf } from '../../src/notifications/send/signed-body.ts';

test.each([
  ['8.8.8.8', true],
  ['172.15.255.255', true],
  ['172.32.0.0', true],
  ['2606:4700::1111', true],
  ['10.1.2.3', false],
  ['100.64.0.1', false],
  ['127.0.0.1', false],
  ['127.255.255.255', false],
  ['169.254.169.254', false],
  ['172.16.0.0', false],
  ['172.31.255.255', false],
  ['192.168.1.1', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:8.8.8.8', false],
  ['64:ff9b::7f00:1', false],
  ['fe80::1', false],
  ['fc00::1', false],
  ['ff02::1', false],
  ['2001:db8::1', false],
  ['2002:7f00:1::', false],
  ['localhost', false],
])('%s is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});

test.each([
  [['8.8.8.8'], true],
  [['8.8.8.8', '2606:4700::1111'], true],
  [['8.8.8.8', '10.0.0.1'], false],
  [['10.0.0.1', '8.8.8.8'], false],
  [['2606:4700::1111', 'fe80::1'], false],
  [[], false],
])('a name with the addresses %j leads to the Internet: %s', (addresses, isPublic) => {
  expect(arePublic(addresses.map((address) => ({ address })))).toBe(isPublic);
});

test('a name that leads to this machine is refused when the connection is opened', async () => {
  const refused = await new Promise((resolve) => lookupPublic('localhost', {}, (error) => resolve(error)));
  expect(refused).toBeInstanceOf(NotPublic);
  const post = (address: string) => postWebhook({ address, body: '{}', secret: 's' });
  await expect(post('https://localhost:9/')).rejects.toThrow('not an address of the Internet');
  await expect(post('https://0x7f.1/')).rejects.toThrow('127.0.0.1 is not an address of the Internet');
  await expect(post('http://example.org/')).rejects.toThrow('not an address of the Internet');
});

test('a body is signed together with the time', () => {
  // echo -n '1700000000.{"a":1}' | openssl dgst -sha256 -hmac secret
  expect(signatureOf('{"a":1}', 'secret', 1_700_000_000_999)).toBe(
    't=1700000000,v1=49f24e537407743fa4a0242bb63b94b9a47ee99cbbe071ccd8a22550ae411686',
  );
});
