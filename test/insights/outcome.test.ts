import { describe, expect, test } from 'vitest';
import { noFigures } from '../../src/insights/figures.ts';
import { outcomeOf } from '../../src/insights/outcome.ts';
import type { Reading } from '../../src/model/reading.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import * as facts from '../support/facts.ts';
import { at, attached, created, ledger, signed } from '../support/facts.ts';
import { everyTenMinutes, minute, profile, rule, times } from '../support/series.ts';

const warm = profile(
  rule({
    id: 'warm',
    limit: { kind: 'above', limit: 8 },
    allowance: { mode: 'consecutive', milliseconds: 20 * minute, firesWhen: 'reached' },
  }),
  rule({ id: 'notify', limit: { kind: 'above', limit: 6 }, allowance: { mode: 'instant' }, judges: false }),
);
const sevenHours = times(42, 5);
const journey = [attached('lid'), facts.departed(at(10)), facts.arrived(at(300))];

function outcome(given: readonly (LedgerEvent | readonly [number, LedgerEvent])[], readings: Reading[]) {
  return outcomeOf(ledger(...given), () => ({ readings, profile: warm }));
}
const figuresOf = (given: readonly LedgerEvent[], celsius: readonly (number | null)[]) =>
  outcome(given, everyTenMinutes(celsius))!.figures;
const hours = (count: number): number => count * 60 * minute;

describe('the outcome of a shipment', () => {
  test('is null until it ends', () => {
    expect(outcome(journey, everyTenMinutes(sevenHours))).toBeNull();
  });

  test('belongs to the month of its end in UTC, and to the plan as it was last changed', () => {
    const plan = {
      carrier: { name: 'Swift', phone: null, email: null },
      packaging: 'PCM box',
      origin: 'Ely',
    };
    const given = [...journey, facts.planChanged(plan), signed()];
    expect(outcome(given, everyTenMinutes(sevenHours))!.cell).toEqual({
      site: 'north',
      month: '2026-01',
      origin: 'Ely',
      destination: 'Stansted',
      carrier: 'Swift',
      packaging: 'PCM box',
    });
  });

  test('of a complete record within limits has nothing unknown', () => {
    expect(figuresOf([...journey, signed()], sevenHours)).toEqual({
      ...noFigures,
      released: 1,
      monitored: 1,
      inRangeMs: hours(5),
    });
  });

  test('counts an excursion once, by the rules that judge', () => {
    const celsius = sevenHours.map((value, index) =>
      index >= 6 && index < 12 ? 9 : index === 20 ? 7 : value,
    );
    expect(figuresOf([...journey, signed({ decision: 'rejected' })], celsius)).toEqual({
      ...noFigures,
      rejected: 1,
      withExcursion: 1,
      excursions: 1,
      monitored: 1,
      inRangeMs: hours(4),
      outOfRangeMs: hours(1),
    });
  });

  test('knows nothing of a time without readings, and is unknown if it is too long', () => {
    // From 1:00 to 4:00 nothing; a value is valid for one interval.
    const celsius = sevenHours.map((value, index) => (index > 6 && index < 24 ? null : value));
    expect(figuresOf([...journey, signed()], celsius)).toMatchObject({
      released: 1,
      unknown: 1,
      withExcursion: 0,
      monitored: 1,
      inRangeMs: hours(5) - 170 * minute,
      unmonitoredMs: 170 * minute,
    });
  });

  test('of a shipment without a sensor is unknown, and its journey unmonitored', () => {
    expect(figuresOf([...journey.slice(1), signed()], [])).toEqual({
      ...noFigures,
      released: 1,
      unknown: 1,
      unmonitoredMs: 290 * minute,
    });
  });

  test('of a corrected decision is that of the one in force, in its month', () => {
    const { signature } = signed();
    const later = { ...signature, signedAt: Date.UTC(2026, 1, 1) };
    const correction = signed({ decision: 'quarantined', corrects: 5, signature: later });
    const { cell, figures } = outcome([...journey, signed(), correction], everyTenMinutes(sevenHours))!;
    expect([cell.month, figures.released, figures.quarantined]).toEqual(['2026-02', 0, 1]);
  });

  test('of a contradicted release says so', () => {
    const figures = figuresOf([...journey, signed(), facts.contradicted(5)], sevenHours);
    expect([figures.released, figures.contradicted]).toEqual([0, 1]);
  });

  test('of a cancelled shipment is nothing but that', () => {
    expect(figuresOf([attached('lid'), facts.opened(), facts.cancelled], times(42, 20))).toEqual({
      ...noFigures,
      cancelled: 1,
    });
  });
});

describe('the alarms of an outcome', () => {
  const alarmsOf = (...given: readonly (readonly [number, LedgerEvent])[]) => {
    const [attachment, departure, arrival] = journey;
    const all = [created(), attachment!, departure!, arrival!, ...given, signed()];
    const { alarms, acknowledged, acknowledgedSoon, acknowledgedAfterMs, clearedAlone } = outcome(
      all,
      everyTenMinutes(sevenHours),
    )!.figures;
    return { alarms, acknowledged, acknowledgedSoon, acknowledgedAfterMs, clearedAlone };
  };
  const none = { alarms: 0, acknowledged: 0, acknowledgedSoon: 0, acknowledgedAfterMs: 0, clearedAlone: 0 };
  const { opened, closed, cleared, acknowledged, withdrawn } = facts;

  test('are none where none was raised, or it was withdrawn', () => {
    expect(alarmsOf()).toEqual(none);
    expect(alarmsOf([at(30), opened()], [at(40), withdrawn()])).toEqual(none);
  });

  test.each([
    [15, 1],
    [16, 0],
  ])('acknowledged after %i min are acknowledged soon: %i', (minutes, acknowledgedSoon) => {
    expect(alarmsOf([at(30), opened()], [at(30 + minutes), acknowledged()])).toEqual({
      ...none,
      alarms: 1,
      acknowledged: 1,
      acknowledgedSoon,
      acknowledgedAfterMs: minutes * minute,
    });
  });

  test('cleared alone are those that nobody acknowledged before', () => {
    const over = [
      [at(30), opened()],
      [at(40), closed()],
      [at(50), cleared(at(40))],
    ] as const;
    expect(alarmsOf(...over)).toMatchObject({ alarms: 1, acknowledged: 0, clearedAlone: 1 });
    expect(alarmsOf(...over, [at(60), acknowledged()])).toMatchObject({ acknowledged: 1, clearedAlone: 1 });
    expect(alarmsOf(over[0], [at(35), acknowledged()], over[1], over[2])).toMatchObject({ clearedAlone: 0 });
  });

  test('are not cleared alone where nobody saw the values back within the limit', () => {
    const ended = closed({ endedBy: 'end-of-record' });
    expect(alarmsOf([at(30), opened()], [at(40), ended], [at(50), cleared(at(40))])).toMatchObject({
      alarms: 1,
      clearedAlone: 0,
    });
  });
});
