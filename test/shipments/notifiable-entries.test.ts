import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { notifiableAmong } from '../../src/shipments/notifiable-entries.ts';
import { hour } from '../support/series.ts';
import {
  type Recorded,
  acknowledged,
  arrived,
  at,
  attached,
  cleared,
  closed,
  contradicted,
  departed,
  detached,
  escalated,
  found,
  foundNoMore,
  ledger,
  lost,
  opened,
  restored,
  signed,
  takenBack,
  withdrawn,
} from '../support/facts.ts';

/** The events, counted from zero, that people are notified of. */
const notifiedIndexes = (...facts: readonly Recorded[]) =>
  [...notifiableAmong(ledger(...facts))].map((sequence) => sequence - 2);
const day = 24 * hour;

test('people are notified of connectivity, escalations and contradictions every time, and never of their own actions', () => {
  const again = [lost('lid', at(1)), restored('lid', at(2)), escalated('desk'), contradicted(9)];
  expect(notifiedIndexes(...again, ...again)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  const own = [
    attached('lid'),
    detached('lid', at(9)),
    departed(at(1)),
    departed(at(1), 'lid'),
    acknowledged(),
    signed(),
  ];
  expect(
    notifiedIndexes(...own, arrived(at(3)), takenBack('arrived', at(3), 'lid'), foundNoMore('lid')),
  ).toEqual([]);
});

describe('notifications of a diagnostic', () => {
  const late = { kind: 'late' } as const;
  const standing = { kind: 'standing' } as const;
  test.each<[string, [number, LedgerEvent][], number[]]>([
    [
      'again after a day, and not before',
      [
        [0, found('lid')],
        [day - 1, found('lid')],
        [day, found('lid')],
      ],
      [0, 2],
    ],
    [
      'by the day since the last notification, not since the last detection',
      [
        [0, found('lid')],
        [day - 1, found('lid')],
        [2 * day - 2, found('lid')],
        [2 * day - 1, found('lid')],
      ],
      [0, 2],
    ],
    [
      'separately for each device',
      [
        [0, found('lid')],
        [1, found('floor')],
      ],
      [0, 1],
    ],
    [
      'separately for each subject',
      [
        [0, found('lid', { subject: 'a' })],
        [1, found('lid', { subject: 'b' })],
      ],
      [0, 1],
    ],
    [
      'separately for each kind',
      [
        [0, found('lid')],
        [1, found('lid', { kind: 'stuck' })],
      ],
      [0, 1],
    ],
    [
      'only once where the shipment is late, whichever device shows it',
      [
        [0, found('lid', late)],
        [1, found('floor', late)],
        [9 * day, found('lid', late)],
      ],
      [0],
    ],
    [
      'once a day where the shipment is stationary, whichever device shows it',
      [
        [0, found('lid', standing)],
        [1, found('floor', standing)],
        [day, found('floor', standing)],
      ],
      [0, 2],
    ],
  ])('people are notified of a diagnostic %s', (_, facts, expected) => {
    expect(notifiedIndexes(...facts.map(([after, fact]) => [at(0) + after, fact] as const))).toEqual(
      expected,
    );
  });
});

describe('notifications of an inferred arrival', () => {
  const [lid, floor] = [arrived(at(9), 'lid'), arrived(at(8), 'floor')];
  const asked = (...facts: [number, LedgerEvent][]) =>
    notifiedIndexes(...facts.map(([after, fact]) => [at(0) + after, fact] as const));
  test('people are asked again after a day, and not before, whichever device shows the arrival', () => {
    expect(asked([0, lid], [day - 1, floor], [day, lid], [2 * day - 1, lid], [2 * day, floor])).toEqual([
      0, 2, 4,
    ]);
  });

  test('people are not asked once the arrival is declared, and are asked again when that is withdrawn', () => {
    expect(asked([0, arrived(at(9))], [1, lid])).toEqual([]);
    expect(asked([0, arrived(at(9))], [1, takenBack('arrived', at(9))], [2, lid])).toEqual([2]);
    // A later declaration does not cancel an earlier question.
    expect(asked([0, lid], [1, arrived(at(9))])).toEqual([0]);
  });

  test('people are asked even though a departure is declared', () => {
    expect(asked([0, departed(at(1))], [1, lid])).toEqual([1]);
  });
});

describe('notifications of an alarm', () => {
  const second = { id: 'e2', device: 'floor' };
  const over = { to: at(30) };
  test.each<[string, LedgerEvent[], number[]]>([
    ['when it opens, and not when an excursion ends', [opened(), closed()], [0]],
    ['not of a joining excursion as severe', [opened(), opened(second)], [0]],
    ['not of a joining excursion less severe', [opened(), opened({ ...second, severity: 'minor' })], [0]],
    [
      'of a joining excursion that is more severe',
      [opened(), opened({ ...second, severity: 'critical' })],
      [0, 1],
    ],
    [
      'of a joining excursion that is more severe, even if it has ended',
      [opened({ severity: 'minor' }), opened({ ...second, ...over, severity: 'critical' })],
      [0, 1],
    ],
    [
      'not of one as severe because it has ended',
      [opened({ severity: 'minor' }), opened({ ...second, ...over })],
      [0],
    ],
    [
      'when an excursion continues after all',
      [opened(over), opened({ ...second, severity: 'minor' })],
      [0, 1],
    ],
    ['not of another excursion that has ended', [opened(over), opened({ ...second, ...over })], [0]],
    [
      'when it is cleared, if they were notified of it as ongoing',
      [opened(), closed(), cleared(at(90))],
      [0, 2],
    ],
    [
      'not when it is cleared, if its excursion had ended when it became known',
      [opened(over), cleared(at(90))],
      [0],
    ],
    ['not when it is cleared twice', [opened(), closed(), cleared(at(90)), cleared(at(91))], [0, 2]],
    ['not when another rule is cleared', [opened(), cleared(at(90), 'cold')], [0]],
    ['when it is withdrawn', [opened(), withdrawn()], [0, 1]],
    ['not when a part of it is withdrawn', [opened(), opened(second), withdrawn()], [0]],
    [
      'when the last part of it is withdrawn',
      [opened(), opened(second), withdrawn(), withdrawn(second)],
      [0, 3],
    ],
    ['not when a nonexistent one is withdrawn', [withdrawn()], []],
    [
      'when it opens again',
      [opened(), closed(), cleared(at(90)), opened({ id: 'e2', from: at(200) })],
      [0, 2, 3],
    ],
    [
      'not of an ended excursion within its time',
      [opened(), closed(), cleared(at(90)), opened({ ...second, ...over })],
      [0, 2],
    ],
    ['when another rule is broken', [opened(), opened({ ...second, rule: 'cold' })], [0, 1]],
  ])('people are notified: %s', (_, facts, expected) => {
    expect(notifiedIndexes(...facts)).toEqual(expected);
  });
});
