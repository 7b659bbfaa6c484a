import { expect, test } from 'vitest';
import { markerBody, readMarker } from '../../src/monitoring/queue-marker.ts';

test('a marker has the time it was sent, and whether it is the second one', () => {
  const sentAt = 1_790_000_000_000;
  expect(readMarker(markerBody(sentAt))).toEqual({ sentAt, isSecond: false });
  expect(readMarker(markerBody(sentAt, true))).toEqual({ sentAt, isSecond: true });
  // The form that the previous release sent.
  expect(readMarker(`{"marker":{"sentAt":${sentAt}}}`)).toEqual({ sentAt, isSecond: false });
});

test.each([
  ['a routed message', '{"payload":"e30=","thing":"box-1","kind":"telemetry","receivedAt":1}'],
  ['a marker with more fields', '{"marker":{"sentAt":1},"thing":"box-1"}'],
  ['a marker without a time', '{"marker":{"sentAt":"soon"}}'],
  ['text', 'marker'],
])('%s is not a marker', (_, body) => {
  expect(readMarker(body)).toBeNull();
});

test('a text that begins like a marker but is not JSON is not a marker', () => {
  expect(readMarker('{"marker":{')).toBeNull();
});
