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

/** Which of these facts people are told of, counted from zero. */
const told = (...facts: readonly Recorded[]) =>
  [...notifiableAmong(ledger(...facts))].map((sequence) => sequence - 2);
const day = 24 * hour;

test('people are told of contact, escalations and contradictions each time, and never of what they did themselves', () => {
  const again = [lost('lid', at(1)), restored('lid', at(2)), escalated('desk'), contradicted(9)];
  expect(told(...again, ...again)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  const own = [
    attached('lid'),
    detached('lid', at(9)),
    departed(at(1)),
    departed(at(1), 'lid'),
    acknowledged(),
    signed(),
  ];
  expect(told(...own, arrived(at(3)), takenBack('arrived', at(3), 'lid'), foundNoMore('lid'))).toEqual([]);
});

describe('a finding is told', () => {
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
      'by the day since it was told, not since it was found',
      [
        [0, found('lid')],
        [day - 1, found('lid')],
        [2 * day - 2, found('lid')],
        [2 * day - 1, found('lid')],
      ],
      [0, 2],
    ],
    [
      'of each device',
      [
        [0, found('lid')],
        [1, found('floor')],
      ],
      [0, 1],
    ],
    [
      'of each subject',
      [
        [0, found('lid', { subject: 'a' })],
        [1, found('lid', { subject: 'b' })],
      ],
      [0, 1],
    ],
    [
      'of each kind',
      [
        [0, found('lid')],
        [1, found('lid', { kind: 'stuck' })],
      ],
      [0, 1],
    ],
    [
      'once where it is late, whoever finds it, for ever',
      [
        [0, found('lid', late)],
        [1, found('floor', late)],
        [9 * day, found('lid', late)],
      ],
      [0],
    ],
    [
      'once a day where it stands, whoever finds it',
      [
        [0, found('lid', standing)],
        [1, found('floor', standing)],
        [day, found('floor', standing)],
      ],
      [0, 2],
    ],
  ])('%s', (_, facts, expected) => {
    expect(told(...facts.map(([after, fact]) => [at(0) + after, fact] as const))).toEqual(expected);
  });
});

describe('an arrival that positions show is asked about', () => {
  const [lid, floor] = [arrived(at(9), 'lid'), arrived(at(8), 'floor')];
  const asked = (...facts: [number, LedgerEvent][]) =>
    told(...facts.map(([after, fact]) => [at(0) + after, fact] as const));
  test('again after a day, and not before, from whichever device', () => {
    expect(asked([0, lid], [day - 1, floor], [day, lid], [2 * day - 1, lid], [2 * day, floor])).toEqual([
      0, 2, 4,
    ]);
  });

  test('not once it is declared, and again when that is taken back', () => {
    expect(asked([0, arrived(at(9))], [1, lid])).toEqual([]);
    expect(asked([0, arrived(at(9))], [1, takenBack('arrived', at(9))], [2, lid])).toEqual([2]);
    // What is declared later asks for nothing back.
    expect(asked([0, lid], [1, arrived(at(9))])).toEqual([0]);
  });

  test('although a departure is declared', () => {
    expect(asked([0, departed(at(1))], [1, lid])).toEqual([1]);
  });
});

describe('of an alarm is told', () => {
  const second = { id: 'e2', device: 'floor' };
  const over = { to: at(30) };
  test.each<[string, LedgerEvent[], number[]]>([
    ['that it opens, and not that an excursion ends', [opened(), closed()], [0]],
    ['not what joins it as loud', [opened(), opened(second)], [0]],
    ['not what joins it less loud', [opened(), opened({ ...second, severity: 'minor' })], [0]],
    ['what joins it louder', [opened(), opened({ ...second, severity: 'critical' })], [0, 1]],
    [
      'what joins it louder although it is over',
      [opened({ severity: 'minor' }), opened({ ...second, ...over, severity: 'critical' })],
      [0, 1],
    ],
    [
      'not what is as loud because it is over',
      [opened({ severity: 'minor' }), opened({ ...second, ...over })],
      [0],
    ],
    ['that it goes on after all', [opened(over), opened({ ...second, severity: 'minor' })], [0, 1]],
    ['not that more of it was over', [opened(over), opened({ ...second, ...over })], [0]],
    ['that it is cleared, where it was told as going on', [opened(), closed(), cleared(at(90))], [0, 2]],
    ['not that it is cleared, where it was over when it became known', [opened(over), cleared(at(90))], [0]],
    ['not that it is cleared twice', [opened(), closed(), cleared(at(90)), cleared(at(91))], [0, 2]],
    ['not that another rule is cleared', [opened(), cleared(at(90), 'cold')], [0]],
    ['that it was withdrawn', [opened(), withdrawn()], [0, 1]],
    ['not that a part of it was withdrawn', [opened(), opened(second), withdrawn()], [0]],
    [
      'that the last part of it was withdrawn',
      [opened(), opened(second), withdrawn(), withdrawn(second)],
      [0, 3],
    ],
    ['not that what never was is withdrawn', [withdrawn()], []],
    [
      'that it opens anew',
      [opened(), closed(), cleared(at(90)), opened({ id: 'e2', from: at(200) })],
      [0, 2, 3],
    ],
    [
      'not what lay in it and was over',
      [opened(), closed(), cleared(at(90)), opened({ ...second, ...over })],
      [0, 2],
    ],
    ['that another rule was broken', [opened(), opened({ ...second, rule: 'cold' })], [0, 1]],
  ])('%s', (_, facts, expected) => {
    expect(told(...facts)).toEqual(expected);
  });
});
