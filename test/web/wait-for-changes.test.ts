import { expect, test } from 'vitest';
import { waitForChangesMs } from '../../web/board/wait-for-changes.ts';

test.each([
  [0, 3000],
  [299_999, 3000],
  [300_000, 6000],
  [600_000, 12_000],
  [899_999, 12_000],
  [900_000, 15_000],
  [86_400_000, 15_000],
  // A clock that was set back.
  [-60_000, 3000],
])('a page on which nothing has happened for %i ms waits %i ms before it asks again', (idle, wait) => {
  expect(waitForChangesMs(idle)).toBe(wait);
});
