import { describe, expect, test } from 'vitest';
import type { Facts } from '../../src/shipments/ledger.ts';
import {
  type DayNotUnderstood,
  daysNotUnderstood,
  mayBeMisplaced,
  notUnderstoodIn,
  reconcileMessages,
} from '../../src/shipments/messages-not-understood.ts';
import { messageReadingsOf } from '../../src/telemetry/message-readings.ts';
import { recordOf } from '../../src/evaluation/series.ts';
import { hour, minute, start } from '../support/series.ts';

const day = 24 * hour;
const context = { attachedAt: start, until: start + 3 * day };

/**
 * A message with one reading taken this long before its receipt; a text is the reason why the message was refused.
 */
const message = (receivedAt: number, what: number | string) =>
  typeof what === 'string'
    ? messageReadingsOf([], [{ reason: what }], null, receivedAt)
    : messageReadingsOf([{ channel: 'temperature', at: receivedAt - what, value: 5 }], [], null, receivedAt);
const heard = (...messages: (readonly [at: number, what: number | string])[]) =>
  recordOf(messages.flatMap(([at, what]) => message(at, what)));
const nobody = (): boolean => false;

describe('days on which messages were not understood', () => {
  test('messages are counted by day of receipt in UTC, refused and misplaced ones separately, with the first reason of each day', () => {
    const record = heard(
      [start + hour, 'no JSON'],
      [start + 2 * hour, 'too long'],
      [start + 3 * hour, 30 * day],
      [start + day, 40 * day],
      [start + day + hour, 'no JSON'],
    );
    expect(daysNotUnderstood(record, context, nobody)).toEqual([
      {
        day: '2026-01-01',
        from: start + hour,
        to: start + 3 * hour,
        refused: 2,
        misplaced: 1,
        reason: 'no JSON',
      },
      {
        day: '2026-01-02',
        from: start + day,
        to: start + day + hour,
        refused: 1,
        misplaced: 1,
        reason: 'times such as 2025-11-23 00:00 UTC are of no shipment of this device: look at its clock',
      },
    ]);
  });

  test('times more than a day before the assignment count where no other assignment has them', () => {
    // Received at four hours: 28 hours back is exactly a day before the assignment.
    const at = start + 4 * hour;
    expect(daysNotUnderstood(heard([at, 28 * hour]), context, nobody)).toEqual([]);
    expect(daysNotUnderstood(heard([at, 28 * hour + 1000]), context, nobody)).toMatchObject([
      {
        refused: 0,
        misplaced: 1,
        reason: 'times such as 2025-12-30 23:59:59 UTC are of no shipment of this device: look at its clock',
      },
    ]);
    expect(daysNotUnderstood(heard([at, 30 * day]), context, (time) => time === at - 30 * day)).toEqual([]);
    expect(mayBeMisplaced(heard([at, 28 * hour]), start)).toBe(false);
    expect(mayBeMisplaced(heard([at, 28 * hour + 1000]), start)).toBe(true);
    expect(mayBeMisplaced(heard([at, 'no JSON']), start)).toBe(false);
  });

  test('only messages received during the assignment count, both ends included', () => {
    const record = heard(
      [start - 1, 'before'],
      [start, 'first'],
      [start + 3 * day, 'last'],
      [start + 3 * day + 1, 'after'],
    );
    expect(
      daysNotUnderstood(record, context, nobody).map(({ from, to, refused }) => [from, to, refused]),
    ).toEqual([
      [start, start, 1],
      [start + 3 * day, start + 3 * day, 1],
    ]);
    expect(
      daysNotUnderstood(record, { attachedAt: start, until: null }, nobody).map(({ refused }) => refused),
    ).toEqual([1, 2]);
  });
});

const attachment = { device: 'd-1', since: start };
const counted: DayNotUnderstood = {
  day: '2026-01-01',
  from: start + hour,
  to: start + 3 * hour,
  refused: 2,
  misplaced: 1,
  reason: 'no JSON',
};

/** The ledger after the new entries for these days were recorded. */
function recordedAt(
  asOf: number,
  days: readonly DayNotUnderstood[],
  before: Facts = [],
  isOver = false,
): Facts {
  const added = reconcileMessages(days, before, attachment, null, asOf, isOver);
  return [...before, ...added.map(({ fact }) => ({ fact }))];
}
const kindsOf = (facts: Facts) =>
  facts.map(({ fact }) => ('finding' in fact ? [fact.kind, fact.finding.to, fact.finding.sentence] : []));

describe('recording messages that were not understood', () => {
  test('the ledger gets the first message at once, and the count when the day has ended', () => {
    const opened = recordedAt(start + hour, [{ ...counted, to: start + hour, refused: 1, misplaced: 0 }]);
    expect(kindsOf(opened)).toEqual([
      ['finding-opened', null, '1 message refused since 2026-01-01 01:00 UTC: no JSON.'],
    ]);
    expect(recordedAt(start + day - 1, [counted], opened)).toEqual(opened);
    const closed = recordedAt(start + day, [counted], opened);
    expect(kindsOf(closed).slice(1)).toEqual([
      [
        'finding-closed',
        start + 3 * hour,
        '2 messages refused, 1 message with misplaced times since 2026-01-01 01:00 UTC: no JSON.',
      ],
    ]);
    expect(recordedAt(start + day, [counted], closed)).toEqual(closed);
    // Messages that arrive late are counted again.
    expect(kindsOf(recordedAt(start + 2 * day, [{ ...counted, refused: 3 }], closed)).slice(2)).toEqual([
      [
        'finding-closed',
        start + 3 * hour,
        '3 messages refused, 1 message with misplaced times since 2026-01-01 01:00 UTC: no JSON.',
      ],
    ]);
  });

  test('the ledger gets the count before the day has ended where the evaluated time has ended', () => {
    const misplaced = { ...counted, refused: 0, misplaced: 2, reason: 'old' };
    expect(kindsOf(recordedAt(start + 4 * hour, [misplaced], [], true))).toEqual([
      ['finding-opened', null, '1 message with misplaced times since 2026-01-01 01:00 UTC: old.'],
      [
        'finding-closed',
        start + 3 * hour,
        '2 messages with misplaced times since 2026-01-01 01:00 UTC: old.',
      ],
    ]);
  });

  test('the messages of a span are listed, with a note that a day without a count may have more', () => {
    const asked = (facts: Facts, from: number, to: number, of = attachment) =>
      notUnderstoodIn(facts, of, { from, to });
    const opened = recordedAt(start + hour, [counted]);
    const closed = recordedAt(start + day, [counted], opened);
    const whole =
      'Messages were not understood (2 messages refused, 1 message with misplaced times since 2026-01-01 01:00 UTC: no JSON). Their content is unknown. Operations can see the refused messages.';
    expect(asked(closed, start, start + day)).toEqual([whole]);
    expect(asked(opened, start + 2 * day, start + 3 * day)).toEqual([
      'Messages were not understood (1 message refused since 2026-01-01 01:00 UTC: no JSON, and perhaps more that day). Their content is unknown. Operations can see the refused messages.',
    ]);
    // Inside the span with both ends, and of this assignment of this device.
    expect(asked(closed, start + 3 * hour, start + day)).toEqual([whole]);
    expect(asked(closed, start + 3 * hour + 1, start + day)).toEqual([]);
    expect(asked(closed, start, start + hour)).toEqual([whole]);
    expect(asked(closed, start, start + hour - minute)).toEqual([]);
    expect(asked(closed, start, start + day, { device: 'd-2', since: start })).toEqual([]);
    expect(asked(closed, start, start + day, { device: 'd-1', since: start + hour })).toEqual([whole]);
    expect(asked(closed, start, start + day, { device: 'd-1', since: start + hour + 1 })).toEqual([]);
  });

  test('each attachment keeps its own day where a device was detached and attached again on that day', () => {
    const again = start + 4 * hour;
    const first = recordedAt(start + 4 * hour, [counted], [], true);
    const attachedAgain = { fact: { kind: 'device-attached', device: 'd-1', since: again } };
    const later = { ...counted, from: start + 5 * hour, to: start + 5 * hour, refused: 1, misplaced: 0 };
    const second = reconcileMessages(
      [later],
      [...first, attachedAgain] as Facts,
      { device: 'd-1', since: again },
      null,
      start + day,
      true,
    );
    const facts = [...first, attachedAgain, ...second.map(({ fact }) => ({ fact }))] as Facts;
    const ofFirst = { from: start, to: again - 1 };
    expect(notUnderstoodIn(facts, attachment, ofFirst)).toEqual([expect.stringContaining('2 messages')]);
    const ofSecond = { from: again, to: start + day };
    expect(notUnderstoodIn(facts, { device: 'd-1', since: again }, ofSecond)).toEqual([
      expect.stringContaining('1 message refused since 2026-01-01 05:00 UTC'),
    ]);
    // Nothing is recorded again.
    expect(recordedAt(start + day, [counted], facts, true)).toEqual(facts);
  });

  test('diagnostics of other kinds in the ledger are ignored', () => {
    const other = [
      {
        fact: {
          kind: 'finding-opened',
          device: 'd-1',
          position: null,
          finding: {
            kind: 'battery-low',
            subject: '2026-01-01',
            severity: 'minor',
            from: start + hour,
            to: null,
            sentence: 'Low.',
          },
        },
      },
    ] as unknown as Facts;
    expect(notUnderstoodIn(other, attachment, { from: start, to: start + day })).toEqual([]);
    expect(kindsOf(recordedAt(start + hour, [counted], other)).slice(1)).toEqual([
      ['finding-opened', null, '1 message refused since 2026-01-01 01:00 UTC: no JSON.'],
    ]);
  });
});
