import { expect, test } from 'vitest';
import { RowReader, UnreadablePackedReadings } from '../../src/storage/packed-rows.ts';

test('a byte after the last one is refused', () => {
  const reader = new RowReader(Uint8Array.of(7));
  expect(reader.byte()).toBe(7);
  expect(() => reader.byte()).toThrow(UnreadablePackedReadings);
});
