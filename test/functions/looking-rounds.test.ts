import { describe, expect, test } from 'vitest';
import type { ShipmentSummary } from '../../domain/summary.ts';
import { lookingRounds } from '../../functions/steps/looking-rounds.ts';

const shipment = (sequence: number): ShipmentSummary =>
  ({ shipment: 'S-1', sequence, devices: ['a', 'b'] }) as unknown as ShipmentSummary;

/** A minute of watch in which every look succeeds, and finds the device quiet until then. */
function round(rounds: ReturnType<typeof lookingRounds>, sequence: number, now: number, until: number) {
  const { due, fresh } = rounds.due([shipment(sequence)], now);
  for (const device of due) rounds.quiet(device, until);
  return { due: [...due], fresh: [...fresh] };
}

describe('the rounds of watch', () => {
  test('look at all at first, three times as they are that moment, then not before they must', () => {
    const rounds = lookingRounds();
    for (let minute = 0; minute < 3; minute++)
      expect(round(rounds, 1, minute, 30)).toEqual({ due: ['a', 'b'], fresh: ['a', 'b'] });
    expect(round(rounds, 1, 3, 30)).toEqual({ due: [], fresh: [] });
    expect(round(rounds, 1, 30, 60)).toEqual({ due: ['a', 'b'], fresh: [] });
  });

  test('begin anew where the shipment changes', () => {
    const rounds = lookingRounds();
    for (let minute = 0; minute < 4; minute++) round(rounds, 1, minute, 30);
    expect(round(rounds, 2, 5, 35)).toEqual({ due: ['a', 'b'], fresh: ['a', 'b'] });
  });

  test('come back each minute to a device at which a look failed', () => {
    const rounds = lookingRounds();
    for (let minute = 0; minute < 4; minute++) round(rounds, 1, minute, 30);
    // The shipment changes, and nothing can be read for an hour.
    for (let minute = 4; minute < 64; minute++)
      expect(rounds.due([shipment(2)], minute).due).toEqual(['a', 'b']);
  });

  test('leave a shipment alone once nothing is left to do there, until it changes', () => {
    const rounds = lookingRounds();
    expect(rounds.isUnfinished(shipment(1))).toBe(true);
    rounds.looked(shipment(1), false, 0);
    expect([rounds.isUnfinished(shipment(1)), rounds.isPending(shipment(1))]).toEqual([true, true]);
    rounds.looked(shipment(1), true, 1);
    expect([rounds.isUnfinished(shipment(1)), rounds.isPending(shipment(1))]).toEqual([false, false]);
    expect(rounds.isUnfinished(shipment(2))).toBe(true);
  });
});
