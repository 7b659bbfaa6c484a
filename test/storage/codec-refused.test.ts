import { describe, expect, test } from 'vitest';
import { channelCodes, readingsCodec, unpackReadings } from '../../src/storage/readings-codec.ts';

const last = 0x80;

describe('bytes that are not packed readings are refused', () => {
  test.each<[string, number[], string]>([
    ['a step without readings', [4], 'packed readings end in the middle of a reading'],
    ['an incomplete step', [0x80], 'packed readings end in the middle of a reading'],
    ['a missing value', [0, last], 'packed readings end in the middle of a reading'],
    [
      'an incomplete double',
      [0, last | (15 << 3), 1, 2, 3, 4, 5, 6, 7],
      'packed readings end in the middle of a reading',
    ],
    [
      'a text that is too short',
      [0, last | 6, 0, 0, 3, 78, 67],
      'packed readings end in the middle of a reading',
    ],
    ['a missing last reading', [0, 0, 2], 'packed readings end in the middle of a reading'],
    ['an unknown channel', [0, last | 7, 8, 2], 'packed readings name channel 8, which is unknown'],
  ])('refused: %s', (_, bytes, message) => {
    expect(() => unpackReadings(Uint8Array.from(bytes))).toThrow(message);
  });

  test('a table with a code that does not fit is refused', () => {
    const refused = (light: number, message: string) =>
      expect(() => readingsCodec({ ...channelCodes, light })).toThrow(message);
    refused(256, 'channel light has code 256 on disk; a code is a whole number from 0 to 255');
    refused(-1, 'channel light has code -1 on disk; a code is a whole number from 0 to 255');
    expect(() => readingsCodec({ one: 3, two: 3 })).toThrow(
      'channels one and two have the same code on disk, 3',
    );
    expect(readingsCodec({ one: 255, two: 0 }).channelsByCode).toEqual(['two', 'one']);
  });
});
