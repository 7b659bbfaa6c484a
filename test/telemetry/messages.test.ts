import { describe, expect, test } from 'vitest';
import { archivePrefix, archivedMessageSchema } from '../../src/storage/archive/archived-message.ts';
import { recordName } from '../../src/storage/archive/archived-record.ts';
import { canonicalJson } from '../../src/model/canonical-json.ts';
import { sha256, sha256OfJson } from '../../src/model/digest.ts';
import { notificationId } from '../../src/model/notification.ts';
import { readRoutedMessage } from '../../src/telemetry/routed-message.ts';
import { nonceOf, signatureSchema, signsSchema } from '../../src/model/signing.ts';
import { isThingName, kinds, readTopic, topicOf } from '../../src/telemetry/topic.ts';
import { partsOf } from '../../src/monitoring/monitor-tick.ts';

describe('messages of the ingest queue', () => {
  const message = { payload: 'e30=', thing: 'box-1', kind: 'telemetry', receivedAt: 1_790_000_000_000 };
  const read = (json: unknown) => readRoutedMessage(JSON.stringify(json));

  test.each(kinds)('a message of the kind %s is read unchanged', (kind) => {
    expect(read({ ...message, kind })).toEqual({ ok: true, message: { ...message, kind } });
  });

  test('a message is read without its unknown fields', () => {
    expect(read({ ...message, more: 1 })).toEqual({ ok: true, message });
  });

  test.each<[string, unknown, string, string]>([
    ['something that is not an object', 7, 'unknown', 'the topic is not coldwatch/<thing>/<kind>'],
    ['no thing', { ...message, thing: undefined }, 'unknown', 'the topic is not coldwatch/<thing>/<kind>'],
    ['no kind', { ...message, kind: null }, 'unknown', 'the topic is not coldwatch/<thing>/<kind>'],
    ['no payload', { ...message, payload: 7 }, 'unknown', 'the topic is not coldwatch/<thing>/<kind>'],
    ['no time', { ...message, receivedAt: '7' }, 'unknown', 'the topic is not coldwatch/<thing>/<kind>'],
    ['a thing with a slash', { ...message, thing: 'a/b' }, 'unknown', '"a/b" is not a name of a thing'],
    [
      'an unknown kind',
      { ...message, kind: 'Telemetry' },
      'box-1',
      'kind "Telemetry" is unknown; known are temperature, pressure, location, telemetry',
    ],
  ])('a message with %s is refused', (_, json, thing, reason) => {
    expect(read(json)).toEqual({ ok: false, thing, reason });
  });

  test('a message that is not JSON is refused', () => {
    expect(readRoutedMessage('{')).toEqual({
      ok: false,
      thing: 'unknown',
      reason: 'the queue message is not JSON',
    });
  });
});

describe('topics', () => {
  test('a topic names its thing and its kind', () => {
    expect(topicOf('box-1', 'pressure')).toBe('coldwatch/box-1/pressure');
    expect(topicOf('box-1', 'location', 'dev')).toBe('dev/box-1/location');
    for (const kind of kinds)
      expect(readTopic(`coldwatch/box-1/${kind}`, 'coldwatch')).toEqual({ thing: 'box-1', kind });
    expect(readTopic('$aws/rules/Coldwatch_1/coldwatch/box-1/telemetry', 'coldwatch')).toEqual({
      thing: 'box-1',
      kind: 'telemetry',
    });
  });

  test.each([
    'dev/box-1/telemetry',
    'coldwatch/box-1',
    'coldwatch',
    '',
    'coldwatch/box-1/speed',
    'coldwatch/box-1/telemetry/',
    'coldwatch/box-1/telemetry/more',
    'coldwatch/box 1/telemetry',
    'coldwatch//telemetry',
    '/coldwatch/box-1/telemetry',
    '$aws/rules//coldwatch/box-1/telemetry',
    '$aws/rules/a/b/coldwatch/box-1/telemetry',
    'x$aws/rules/a/coldwatch/box-1/telemetry',
    '$aws/rules/a/$aws/rules/a/coldwatch/box-1/telemetry',
  ])('the topic %j is not accepted', (topic) => {
    expect(readTopic(topic, 'coldwatch')).toBeNull();
  });

  test('a topic accepts the thing names that AWS IoT accepts', () => {
    for (const name of ['a', 'Z9:_-', 'x'.repeat(128)]) expect(isThingName(name), name).toBe(true);
    for (const name of ['', 'x'.repeat(129), 'a.b', 'a b', 'a/b', 'ä', 'a\n', '#ingest-queue'])
      expect(isThingName(name), name).toBe(false);
  });
});

test('a hash covers the canonical form of a value', () => {
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  expect(sha256('')).toBe(empty);
  expect(sha256(new Uint8Array())).toBe(empty);
  expect(sha256('ä')).toBe(sha256(Uint8Array.of(0xc3, 0xa4)));
  expect(canonicalJson({ b: [1, 'ä'], a: null, c: undefined })).toBe('{"a":null,"b":[1,"ä"]}');
  expect(sha256OfJson({ b: 1, a: 2 })).toBe(sha256('{"a":2,"b":1}'));
});

test('a notification and the objects of the archive are named after their content', () => {
  expect(notificationId({ shipment: 'S-1', sequence: 12 })).toBe('S-1/12');
  expect(archivePrefix).toBe('telemetry/');
  const hash = '0123456789abcdef0123';
  expect(recordName.entry('S-1', 12, hash)).toBe('ledger/S-1/00000012-0123456789abcdef.json');
  expect(recordName.notified('S-1', 12)).toBe('told/S-1/00000012.json');
  expect(recordName.profile('warm', 2)).toBe('profiles/warm/2.json');
  expect(recordName.approval('warm', 2)).toBe('approvals/warm/2.json');
  expect(recordName.evidence('e1')).toBe('evidence/e1.json');
  expect(recordName.signature('c1')).toBe('signatures/c1.json');
});

test('a line of the archive has four fields', () => {
  const line = { receivedAt: 1, thing: 'box-1', topic: 'coldwatch/box-1/telemetry', payload: 'e30=' };
  expect(archivedMessageSchema.parse(line)).toEqual(line);
  for (const name of Object.keys(line))
    expect(archivedMessageSchema.safeParse({ ...line, [name]: undefined }).success, name).toBe(false);
});

test('the schedule numbers its parts from 0', () => {
  expect(partsOf({ parts: [0, 15] })).toEqual([0, 15]);
  expect(partsOf({ parts: [] })).toEqual([]);
  expect(partsOf({})).toBeNull();
  expect(partsOf({ time: 'now' })).toBeNull();
  for (const event of [{ parts: [-1] }, { parts: [0.5] }, { parts: '0' }, { parts: 0 }, null, 7])
    expect(() => partsOf(event)).toThrow();
});

describe('the content of a signature', () => {
  const decision = {
    shipment: 'S-1',
    decision: 'released',
    lots: ['A'],
    corrects: null,
    meaning: 'released',
    reason: '',
    evidence: 'e1',
  } as const;
  const signs = { challenge: 'c1', signer: { subject: 's', username: 'u' }, decisions: [decision] };

  test('the nonce is the hash of the canonical JSON, in base64url', () => {
    const spelled =
      '{"challenge":"c1","decisions":[{"corrects":null,"decision":"released","evidence":"e1","lots":["A"],"meaning":"released","reason":"","shipment":"S-1"}],"signer":{"subject":"s","username":"u"}}';
    expect(nonceOf(signs as never)).toBe(Buffer.from(sha256(spelled), 'hex').toString('base64url'));
  });

  test('the content is parsed strictly', () => {
    expect(signsSchema.parse(signs)).toEqual(signs);
    for (const known of ['released', 'partly-released', 'quarantined', 'rejected'])
      expect(signsSchema.safeParse({ ...signs, decisions: [{ ...decision, decision: known }] }).success).toBe(
        true,
      );
    for (const wrong of [
      { ...signs, more: 1 },
      { ...signs, signer: { subject: 's' } },
      { ...signs, decisions: [{ ...decision, decision: 'lost' }] },
      { ...signs, decisions: [{ ...decision, corrects: 1.5 }] },
      { ...signs, decisions: [{ ...decision, more: 1 }] },
    ])
      expect(signsSchema.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  });

  test('a signature is stored with the public half of an RSA key only', () => {
    const key = { kty: 'RSA', kid: 'k1', alg: 'RS256', n: 'n', e: 'AQAB' };
    const stored = { schema: 'coldwatch/signature/1', signs, issuer: 'i', clientId: 'c', key };
    const whole = { ...stored, token: null, withheldUntil: '2026-01-01T00:00:00.000Z' };
    expect(signatureSchema.parse(whole)).toEqual(whole);
    for (const wrong of [
      { ...whole, schema: 'coldwatch/signature/2' },
      { ...whole, key: { ...key, d: 'private' } },
      { ...whole, key: { ...key, kty: 'EC' } },
      { ...whole, key: { ...key, alg: 'RS512' } },
      { ...whole, more: 1 },
    ])
      expect(signatureSchema.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  });
});
