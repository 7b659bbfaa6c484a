import { expect, test } from 'vitest';
import { headlineOf } from '../../web/board/headline.ts';
import type { BoardItem, ShipmentState } from '../../web/parts/shipment-state.ts';

const itemsOf = (states: readonly ShipmentState[]) =>
  new Map(states.map((state, index) => [{ shipment: `S-${index}` } as BoardItem, state]));

const all = (): boolean => true;
const none = (): boolean => false;

test.each<[string, ShipmentState[], (item: BoardItem) => boolean, string, number]>([
  ['nothing is wrong', ['travelling', 'planned'], all, 'No alarms, no loggers offline, nothing late.', 0],
  [
    'nothing is wrong, and all is hidden',
    ['travelling'],
    none,
    'No alarms, no loggers offline, nothing late.',
    0,
  ],
  [
    'something waits',
    ['decide', 'decide'],
    all,
    'No alarms, no loggers offline, nothing late. 2 awaiting release.',
    0,
  ],
  ['one alarm', ['alarm'], all, '1 alarm.', 0],
  [
    'an alarm that somebody acknowledged',
    ['answered', 'decide'],
    all,
    '1 acknowledged alarm, 1 awaiting release.',
    0,
  ],
  [
    'some alarms are hidden',
    ['alarm', 'alarm', 'alarm', 'travelling'],
    ({ shipment }) => shipment === 'S-0',
    '3 alarms, 2 hidden by your filter.',
    2,
  ],
  [
    'everything at once',
    [
      'decide',
      'warning',
      'late',
      'late',
      'departure-overdue',
      'no-logger',
      'silent',
      'contradicted',
      'alarm',
    ],
    all,
    '1 alarm, 1 release contradicted, 1 offline, 1 without a logger, 1 departure overdue, 2 late, 1 warning, 1 awaiting release.',
    0,
  ],
  [
    'some of everything are hidden',
    ['alarm', 'silent', 'travelling'],
    none,
    '1 alarm, 1 offline. 2 of these are hidden by your filter.',
    2,
  ],
  [
    'one of several is hidden',
    ['alarm', 'silent'],
    ({ shipment }) => shipment === 'S-0',
    '1 alarm, 1 offline. 1 of these is hidden by your filter.',
    1,
  ],
  [
    'what waits is hidden',
    ['decide'],
    none,
    'No alarms, no loggers offline, nothing late. 1 awaiting release, 1 hidden by your filter.',
    1,
  ],
])('the headline where %s', (_, states, isShown, words, hidden) => {
  expect(headlineOf(itemsOf(states), isShown)).toMatchObject({ words, hidden });
});

test('what travels or is planned is nothing to speak of', () => {
  const { words, isUrgent } = headlineOf(itemsOf(['travelling', 'planned']), none);
  expect({ words, isUrgent }).toEqual({
    words: 'No alarms, no loggers offline, nothing late.',
    isUrgent: false,
  });
});
