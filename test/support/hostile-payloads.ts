import { encode } from 'cborg';
import { serviceLimits } from '../../local/service-limits.ts';

const size = serviceLimits.publishedBytes.limit;
/** A valid time, as JSON. */
export const time = '"2026-11-21T07:00:00Z"';

/** Fills a payload up to 128 KB. */
function filled(open: string, part: string, close: string): Buffer {
  const count = Math.floor((size - open.length - close.length) / part.length);
  return Buffer.from(open + part.repeat(count) + close);
}

/** Malicious payloads of at most 128 KB. */
export const hostilePayloads: [string, Uint8Array][] = [
  ['nested lists', filled('', '[', '')],
  ['nested lists that end', Buffer.from('['.repeat(60_000) + ']'.repeat(60_000))],
  ['nested objects', filled('', '{"a":', '')],
  ['a great many empty readings', filled('[', '{},', '{}]')],
  ['a great many records of no known shape', filled('[', '{"a":{}},', '{"a":{}}]')],
  ['a great many numbers', filled('[', '1,', '1]')],
  ['a great many readings of one time', filled('[', `{"time":${time},"temperature":4},`, '{}]')],
  ['keys that come again and again', filled(`{"time":${time},`, '"temperature":4,', '"temperature":5}')],
  ['one long key', filled('{"', 'a', '":1}')],
  ['one long number', filled('[{"temperature":', '9', '}]')],
  ['a great many SenML records', filled('[', '{"v":1},', '{"v":1}]')],
  ['a great many latitudes of one time', filled('[', '{"u":"lat","v":1,"t":1700000000},', '{"v":1}]')],
  ['SenML base values that overflow', filled('[', '{"bv":1e308,"u":"Cel","v":1e308,"t":1},', '{"v":1e308}]')],
  ['invalid UTF-8', Buffer.alloc(size, 0xff)],
  ['zero bytes', Buffer.alloc(size)],
  ['nested CBOR arrays', Buffer.alloc(size, 0x81)],
  ['nested CBOR arrays of no stated length', Buffer.alloc(size, 0x9f)],
  ['CBOR tags on tags', Buffer.concat([Buffer.from([0x81]), Buffer.alloc(size - 1, 0xc1)])],
  ['a CBOR array that claims four billion entries', Buffer.from([0x9a, 0xff, 0xff, 0xff, 0xff])],
  ['CBOR text that claims more than there is', Buffer.from([0x81, 0x7a, 0x7f, 0xff, 0xff, 0xff])],
  ['CBOR with big numbers', encode([{ v: 2n ** 63n, u: 'Cel', t: 1_700_000_000 }])],
  [
    'CBOR with a decimal fraction of a huge exponent',
    Buffer.from([0x81, 0xa1, 0x02, 0xc4, 0x82, 0x1a, 0x7f, 0xff, 0xff, 0xff, 0x01]),
  ],
  [
    'an object with a prototype',
    Buffer.from(`{"time":${time},"__proto__":{"temperature":4},"temperature":5}`),
  ],
];
