import { describe, expect, test } from 'vitest';
import { AlarmBook, type Alarm, alarmsRecorded, lastExcursion } from '../../src/shipments/alarms.ts';
import { effectiveSeverity } from '../../src/shipments/effective-severity.ts';
import { isMoreSevere, lower } from '../../src/model/severity.ts';
import type { LedgerEvent, RecordedExcursion } from '../../src/shipments/ledger-event.ts';
import {
  acknowledged,
  at,
  cleared,
  closed,
  escalated,
  excursion,
  ledger,
  opened,
  withdrawn,
} from '../support/facts.ts';
import { severities } from '../../src/model/enumerations.ts';

const alarmsOf = (facts: readonly LedgerEvent[]) => alarmsRecorded(ledger(...facts));
const over = { to: at(30) };

describe('an acknowledged alarm needs acknowledgement again', () => {
  const answered = [opened(over), acknowledged(), escalated('x')];
  const asked = (alarms: readonly Alarm[]) => {
    const { askedAt, acknowledgedAt, escalations, severity, isLive } = alarms[0]!;
    return { askedAt, acknowledgedAt, escalations, severity, isLive };
  };
  const unchanged = {
    askedAt: at(1),
    acknowledgedAt: at(2),
    escalations: 1,
    severity: 'minor',
    isLive: false,
  };
  const reopened = { askedAt: at(4), acknowledgedAt: null, escalations: 0 };
  test.each<[string, Partial<RecordedExcursion>, object]>([
    [
      'when the added excursion is ongoing',
      { severity: 'minor' },
      { ...reopened, severity: 'minor', isLive: true },
    ],
    [
      'when the added excursion is more severe',
      { to: at(70), severity: 'critical' },
      { ...reopened, severity: 'major', isLive: false },
    ],
    [
      'when the added excursion is ongoing and more severe',
      {},
      { ...reopened, severity: 'major', isLive: true },
    ],
    ['not when the added excursion is as severe and has ended', { to: at(70) }, unchanged],
    [
      'not when the added excursion is less severe and has ended',
      { to: at(70), severity: 'minor' },
      unchanged,
    ],
  ])('an acknowledged alarm is to be acknowledged again: %s', (_, fields, expected) => {
    expect(asked(alarmsOf([...answered, opened({ id: 'e2', from: at(60), ...fields })]))).toEqual(expected);
  });

  test('an ongoing alarm does not need acknowledgement again for an ongoing excursion of the same severity', () => {
    for (const to of [null, at(30)])
      expect(asked(alarmsOf([opened(), acknowledged(), opened({ id: 'e2', device: 'floor', to })]))).toEqual({
        askedAt: at(1),
        acknowledgedAt: at(2),
        escalations: 0,
        severity: 'major',
        isLive: true,
      });
  });
});

describe('joining an ended alarm: an excursion that had ended when it became known', () => {
  const before = [opened({ from: at(10) }), closed({ from: at(10), to: at(40) }), cleared(at(100))];
  test.each<[string, number, number | null, boolean]>([
    ["when it lies within the alarm's time", 50, 60, true],
    ["when it begins where the alarm's time ends", 100, 110, true],
    ['not when it begins later', 100.001, 110, false],
    ["when it ends where the alarm's time begins", 0, 10, true],
    ['not when it ends before', 0, 9.999, false],
    ['not when it is ongoing', 50, null, false],
  ])('an excursion joins an ended alarm: %s', (_, from, to, isJoined) => {
    const book = new AlarmBook();
    for (const entry of ledger(...before)) book.take(entry);
    const joined = book.joinedBy(excursion({ from: at(from), to: to === null ? null : at(to) }));
    expect(joined).toEqual(isJoined ? book.alarms[0] : undefined);
    expect(book.active('warm')).toBeUndefined();
  });

  test('an excursion does not join a withdrawn alarm', () => {
    expect(alarmsOf([opened(), withdrawn(), opened({ id: 'e2', to: at(30) })])).toHaveLength(2);
  });
});

test('an alarm book knows the open alarm, and the alarm of an excursion', () => {
  const book = new AlarmBook();
  for (const entry of ledger(opened(), opened({ id: 'e2', rule: 'cold' }), withdrawn())) book.take(entry);
  expect([book.active('warm'), book.active('cold')?.rule, book.active('x')]).toEqual([
    undefined,
    'cold',
    undefined,
  ]);
  expect([book.ownerOf('e1')?.rule, book.ownerOf('e2')?.rule, book.ownerOf('e3')]).toEqual([
    'warm',
    'cold',
    undefined,
  ]);
  expect(book.joinedBy(excursion({ rule: 'x' }))).toBeUndefined();
});

test('severities rise from info to critical', () => {
  expect(severities.map(lower)).toEqual(['info', 'info', 'minor', 'major']);
  expect(
    severities.map((one) => severities.map((other) => (isMoreSevere(one, other) ? 1 : 0)).join('')),
  ).toEqual(['0000', '1000', '1100', '1110']);
  expect(severities.map((severity) => effectiveSeverity(excursion({ severity })))).toEqual(severities);
  expect(severities.map((severity) => effectiveSeverity(excursion({ severity, to: at(30) })))).toEqual([
    'info',
    'info',
    'minor',
    'major',
  ]);
});

test('the last excursion of an alarm is an ongoing one, or the one that ended last (the first of equals)', () => {
  const of = (...ends: (number | null)[]) =>
    lastExcursion({
      excursions: new Map(
        ends.map((to, index) => [`${index}`, { device: `${index}`, from: at(0), to, isUnseen: false }]),
      ),
    })?.device;
  expect([of(), of(1, 3, 2), of(3, null, 4), of(null, 3), of(2, 2), of(null, null)]).toEqual([
    undefined,
    '1',
    '1',
    '0',
    '0',
    '0',
  ]);
});
