import { expect, test } from 'vitest';
import { Refused } from '../../src/cli/api.ts';

test('the checks that fail are printed with rounded durations', () => {
  const sentence = (took: string) => `1 gap of ${took} (allowed: 2 min)`;
  const refused = new Refused({
    type: 'about:blank',
    title: 'The request cannot be carried out',
    status: 422,
    detail: 'CW-1: a release needs every check to pass',
    checks: [
      { id: 'record-complete', outcome: 'fail', sentence: sentence('4 min 47.158 s') },
      { id: 'clock', outcome: 'pass', sentence: 'The clock was right.' },
    ],
  });
  expect(refused.message).toBe(
    'CW-1: a release needs every check to pass\n  1 gap of 4 min 47 s (allowed: 2 min)',
  );
});
