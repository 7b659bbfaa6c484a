import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import {
  declarationsOf,
  earliest,
  inferencesRecorded,
  journeyRecorded,
} from '../../src/shipments/milestones.ts';
import { arrived, at, attached, departed, ledger, takenBack } from '../support/facts.ts';

describe('the declarations of a milestone that count', () => {
  test.each<[string, LedgerEvent[], number[]]>([
    ['are those that people made', [arrived(at(1)), arrived(at(2))], [1, 2]],
    ['do not include inferred milestones', [arrived(at(1), 'lid')], []],
    ['do not include those of the other milestone', [departed(at(1))], []],
    [
      'lose the last when one is withdrawn',
      [arrived(at(1)), arrived(at(2)), takenBack('arrived', at(2))],
      [1],
    ],
    ['lose none when the other milestone is withdrawn', [arrived(at(1)), takenBack('departed', at(1))], [1]],
    [
      'lose none when positions undo an inferred milestone',
      [arrived(at(1)), takenBack('arrived', at(1), 'lid')],
      [1],
    ],
    ['may be made again', [arrived(at(1)), takenBack('arrived', at(1)), arrived(at(3))], [3]],
    ['stay empty when there was none', [takenBack('arrived', at(1)), arrived(at(3))], [3]],
  ])('the declarations %s', (_, facts, minutes) => {
    const remaining = declarationsOf(ledger(...facts), 'arrived');
    expect(remaining.map(({ fact }) => fact)).toEqual(minutes.map((each) => arrived(at(each))));
  });

  test('the declarations are the unchanged entries', () => {
    const entries = ledger(departed(at(1)));
    expect(declarationsOf(entries, 'departed')).toEqual([entries[1]]);
  });
});

describe('inferred milestones', () => {
  const [first, second] = [attached('lid', at(0)), attached('lid', at(50))];
  test.each<[string, LedgerEvent[], [string, number, number][]]>([
    [
      'is kept for each device',
      [attached('floor', at(5)), first, arrived(at(20), 'floor'), arrived(at(30), 'lid')],
      [
        ['floor', 5, 20],
        ['lid', 0, 30],
      ],
    ],
    ['moves', [first, arrived(at(20), 'lid'), arrived(at(30), 'lid')], [['lid', 0, 30]]],
    ['ends', [first, arrived(at(20), 'lid'), takenBack('arrived', at(20), 'lid')], []],
    [
      'does not end when a person withdraws a declaration',
      [first, arrived(at(20), 'lid'), takenBack('arrived', at(20))],
      [['lid', 0, 20]],
    ],
    [
      'does not end with the other milestone',
      [first, arrived(at(20), 'lid'), takenBack('departed', at(20), 'lid')],
      [['lid', 0, 20]],
    ],
    [
      'does not end with that of another device',
      [first, attached('floor', at(0)), arrived(at(20), 'lid'), takenBack('arrived', at(20), 'floor')],
      [['lid', 0, 20]],
    ],
    ['does not include a declaration', [first, arrived(at(20))], []],
    ['does not include the other milestone', [first, departed(at(20), 'lid')], []],
    [
      'is kept for each attachment of a device that comes back',
      [first, arrived(at(20), 'lid'), second, arrived(at(50), 'lid')],
      [
        ['lid', 0, 20],
        ['lid', 50, 50],
      ],
    ],
    ['belongs to the attachment at its time', [first, second, arrived(at(49), 'lid')], [['lid', 0, 49]]],
    [
      'ends for that attachment alone',
      [first, second, arrived(at(20), 'lid'), arrived(at(60), 'lid'), takenBack('arrived', at(60), 'lid')],
      [['lid', 0, 20]],
    ],
  ])('an inferred milestone %s', (_, facts, shown) => {
    expect(inferencesRecorded(ledger(...facts), 'arrived')).toEqual(
      shown.map(([device, since, minutes]) => ({ device, since: at(since), at: at(minutes) })),
    );
  });

  test('an inferred milestone has no attachment where the device was never attached', () => {
    expect(inferencesRecorded(ledger(attached('floor', at(0)), departed(at(9), 'lid')), 'departed')).toEqual([
      { device: 'lid', since: -Infinity, at: at(9) },
    ]);
  });
});

describe('a journey', () => {
  const none = { departedAt: null, arrivedAt: null };
  test('the journey of an empty ledger has no times', () => {
    expect(journeyRecorded(ledger())).toEqual({ ...none, inferred: none, firstInferred: none });
  });

  test('the journey has the times last declared, first inferred now, and first ever inferred', () => {
    const facts = [
      attached('lid', at(0)),
      attached('floor', at(0)),
      departed(at(10), 'lid'),
      takenBack('departed', at(10), 'lid'),
      departed(at(14), 'lid'),
      departed(at(12), 'floor'),
      departed(at(11)),
      departed(at(13)),
      arrived(at(70), 'floor'),
      arrived(at(60), 'lid'),
      takenBack('arrived', at(60), 'lid'),
      arrived(at(75)),
    ];
    expect(journeyRecorded(ledger(...facts))).toEqual({
      departedAt: at(13),
      arrivedAt: at(75),
      inferred: { departedAt: at(12), arrivedAt: at(70) },
      firstInferred: { departedAt: at(10), arrivedAt: at(60) },
    });
  });
});

test('the earliest of several times is the smallest known one', () => {
  expect(earliest([null, 3, 0, null, 5])).toBe(0);
  expect([earliest([null, null]), earliest([])]).toEqual([null, null]);
});
