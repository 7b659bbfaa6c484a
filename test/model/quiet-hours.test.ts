import { describe, expect, test } from 'vitest';
import { quietHoursSchema, quietHoursEndAt } from '../../src/model/quiet-hours.ts';

const night = { from: '22:00', to: '06:30' };
const until = (hours: typeof night | null, zone: string, now: string): string | null => {
  const end = quietHoursEndAt(hours, zone, Date.parse(now));
  return end === null ? null : new Date(end).toISOString();
};

describe('quiet hours', () => {
  test.each([
    ['2026-01-15T21:59:59.999Z', null],
    ['2026-01-15T22:00:00.000Z', '2026-01-16T06:30:00.000Z'],
    ['2026-01-16T03:10:20.500Z', '2026-01-16T06:30:00.000Z'],
    ['2026-01-16T06:29:59.999Z', '2026-01-16T06:30:00.000Z'],
    ['2026-01-16T06:30:00.000Z', null],
    ['2026-01-16T12:00:00.000Z', null],
  ])('over midnight, at %s end at %s', (now, end) => {
    expect(until(night, 'UTC', now)).toBe(end);
  });

  test.each([
    ['2026-01-15T12:59:00.000Z', null],
    ['2026-01-15T13:00:00.000Z', '2026-01-15T14:00:00.000Z'],
    ['2026-01-15T14:00:00.000Z', null],
  ])('of one day, at %s end at %s', (now, end) => {
    expect(until({ from: '13:00', to: '14:00' }, 'UTC', now)).toBe(end);
  });

  test.each([
    // Clocks go forward at one o'clock UTC on 29 March, and back on 25 October.
    ['2026-03-28T21:30:00.000Z', '2026-03-29T04:30:00.000Z'],
    ['2026-10-24T20:30:00.000Z', '2026-10-25T05:30:00.000Z'],
    ['2026-07-01T20:00:00.000Z', '2026-07-02T04:30:00.000Z'],
  ])('in Paris, at %s end at %s, which clocks there show as 06:30', (now, end) => {
    expect(until(night, 'Europe/Paris', now)).toBe(end);
  });

  test('there are none where none are set, and they have a beginning and an end', () => {
    expect(until(null, 'UTC', '2026-01-15T23:00:00.000Z')).toBeNull();
    expect(quietHoursSchema.safeParse({ from: '22:00', to: '22:00' }).success).toBe(false);
    expect(quietHoursSchema.safeParse({ from: '24:00', to: '06:00' }).success).toBe(false);
  });
});
