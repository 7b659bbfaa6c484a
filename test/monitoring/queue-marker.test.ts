import { expect, test } from 'vitest';
import { markerBody, readMarker } from '../../src/monitoring/queue-marker.ts';

test('a marker says when it was sent, and whether it is sent once more', () => {
  const sentAt = 1_790_000_000_000;
  expect(readMarker(markerBody(sentAt))).toEqual({ sentAt, isSecond: false });
  expect(readMarker(markerBody(sentAt, true))).toEqual({ sentAt, isSecond: true });
  // As the release before sent it.
  expect(readMarker(`{"marker":{"sentAt":${sentAt}}}`)).toEqual({ sentAt, isSecond: false });
});

test.each([
  ['a routed message', '{"payload":"e30=","thing":"box-1","kind":"telemetry","receivedAt":1}'],
  ['one that holds more', '{"marker":{"sentAt":1},"thing":"box-1"}'],
  ['one without a time', '{"marker":{"sentAt":"soon"}}'],
  ['text', 'marker'],
])('%s is none', (_, body) => {
  expect(readMarker(body)).toBeNull();
});

test('what begins like a marker and is no JSON is none', () => {
  expect(readMarker('{"marker":{')).toBeNull();
});
