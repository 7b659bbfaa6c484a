import { expect, test } from 'vitest';
import { excerpt } from '../../src/model/printable.ts';

test.each([
  ['a text', '"a text"'],
  ['x'.repeat(41), `"${'x'.repeat(40)}…"`],
  [5, '5'],
  [null, 'null'],
  [undefined, 'undefined'],
  [true, 'true'],
  [{ deep: {} }, 'an object'],
  [[1, 2], 'a list'],
])('%j is quoted as %s', (value, quoted) => {
  expect(excerpt(value)).toBe(quoted);
});
