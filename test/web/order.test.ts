import { expect, test } from 'vitest';
import { orderOf } from '../../web/board/order.ts';
import type { BoardItem } from '../../web/parts/shipment-state.ts';

type Alarm = readonly [severity: string, raisedAt: string, acknowledgedAt?: string];

const item = (shipment: string, alarms: readonly Alarm[], changed: object = {}): BoardItem =>
  ({
    shipment,
    standingAlarms: alarms.map(([severity, raisedAt, acknowledgedAt = null]) => ({
      severity,
      raisedAt,
      acknowledgedAt,
    })),
    plannedArrival: null,
    arrivedAt: null,
    ...changed,
  }) as unknown as BoardItem;
const inOrder = (state: Parameters<typeof orderOf>[0], ...items: readonly BoardItem[]): string =>
  items
    .toReversed()
    .sort(orderOf(state))
    .map(({ shipment }) => shipment)
    .join(' ');

test('alarms are in the order of severity, then of the time for which they wait, then of the number', () => {
  expect(
    inOrder(
      'alarm',
      item('B', [['critical', '09:00']]),
      item('C', [['critical', '09:00']]),
      item('A', [['critical', '10:00']]),
      item('D', [
        ['info', '07:00'],
        ['major', '08:00'],
      ]),
    ),
  ).toBe('B C A D');
});

test('of several alarms of a shipment, the most severe and longest waiting counts', () => {
  expect(
    inOrder(
      'alarm',
      item('A', [
        ['critical', '10:00'],
        ['critical', '08:00'],
      ]),
      item('B', [['critical', '09:00']]),
    ),
  ).toBe('A B');
});

test('an alarm that somebody has acknowledged waits no longer, unless all are', () => {
  const half = item('A', [
    ['critical', '07:00', '07:30'],
    ['minor', '09:00'],
  ]);
  const open = item('B', [['major', '10:00']]);
  expect(inOrder('alarm', open, half)).toBe('B A');
  expect(inOrder('answered', half, open)).toBe('A B');
});

test('others are in the order of their arrival, those without one last', () => {
  const planned = (shipment: string, hour: string | null) =>
    item(shipment, [], { plannedArrival: hour && `2026-03-04T${hour}:00.000Z` });
  expect(
    inOrder(
      'late',
      planned('D', null),
      planned('B', null),
      planned('C', '08:00'),
      planned('A', '09:00'),
      planned('E', '08:00'),
    ),
  ).toBe('C E A B D');
  const arrived = (shipment: string, arrivedAt: string) =>
    item(shipment, [], { arrivedAt, plannedArrival: '01:00' });
  expect(inOrder('decide', arrived('B', '08:00'), arrived('A', '09:00'))).toBe('B A');
});
