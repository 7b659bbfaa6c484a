import { describe, expect, test } from 'vitest';
import { shipmentStateOf, shipmentStates, urgent } from '../../web/parts/shipment-state.ts';

const now = Date.parse('2026-03-04T12:00:00Z');
const at = (hours: number): string => new Date(now + hours * 3_600_000).toISOString();

const base = {
  status: 'in-transit',
  standingAlarms: [],
  silentDevices: [],
  warnings: [],
  devices: ['box-1'],
  plannedDeparture: at(-5),
  plannedArrival: at(3),
  inferredArrivedAt: null,
} as const satisfies Parameters<typeof shipmentStateOf>[0];

const alarm = (acknowledgedAt: string | null) => ({
  rule: 'hot-15',
  severity: 'critical' as const,
  since: at(-2),
  until: null,
  raisedAt: at(-1),
  acknowledgedAt,
  acknowledgedBy: acknowledgedAt === null ? null : 'lena',
  comment: acknowledgedAt === null ? null : 'Carrier called.',
});
const planned = { ...base, status: 'planned' as const };

describe('the state of a shipment', () => {
  test.each<[string, Partial<Parameters<typeof shipmentStateOf>[0]>, string]>([
    ['is on the way', {}, 'travelling'],
    ['has an alarm that nobody acknowledged', { standingAlarms: [alarm(null)] }, 'alarm'],
    ['has alarms, one acknowledged', { standingAlarms: [alarm(at(-0.5)), alarm(null)] }, 'alarm'],
    ['has an acknowledged alarm', { standingAlarms: [alarm(at(-0.5))] }, 'answered'],
    ['has an alarm before anything else', { standingAlarms: [alarm(null)], devices: [] }, 'alarm'],
    ['was released, and later data contradict it', { status: 'contradicted' }, 'contradicted'],
    ['has a logger without signal', { silentDevices: ['box-1'] }, 'silent'],
    ['has no logger on the way', { devices: [] }, 'no-logger'],
    ['has a logger’s file', { devices: ['file:0123456789abcdef'] }, 'travelling'],
    ['has no logger, and seems to have arrived', { devices: [], inferredArrivedAt: at(-1) }, 'travelling'],
    ['should have arrived', { plannedArrival: at(-0.1) }, 'late'],
    ['arrives at this moment', { plannedArrival: at(0) }, 'travelling'],
    [
      'should have arrived, and seems to have',
      { plannedArrival: at(-0.1), inferredArrivedAt: at(-1) },
      'travelling',
    ],
    ['is late by its limits', { warnings: ['late'] }, 'late'],
    ['has a warning', { warnings: ['battery-low'] }, 'warning'],
    ['has arrived', { status: 'arrived' }, 'decide'],
    ['has arrived without a logger', { status: 'arrived', devices: [] }, 'decide'],
  ])('that %s', (_, changed, state) => {
    expect(shipmentStateOf({ ...base, ...changed }, now)).toBe(state);
  });

  test.each<[string, Partial<Parameters<typeof shipmentStateOf>[0]>, string]>([
    ['later today, with a logger', { plannedDeparture: at(1) }, 'planned'],
    ['at this moment', { plannedDeparture: at(0) }, 'planned'],
    ['a minute ago', { plannedDeparture: at(-1 / 60) }, 'departure-overdue'],
    ['hours ago, so that it should even have arrived', { plannedArrival: at(-1) }, 'departure-overdue'],
    ['hours ago, without a logger', { devices: [] }, 'no-logger'],
    ['in two hours, without a logger', { plannedDeparture: at(2), devices: [] }, 'no-logger'],
    ['in more than two hours, without a logger', { plannedDeparture: at(2.01), devices: [] }, 'planned'],
    ['at no time that anyone gave, without a logger', { plannedDeparture: null, devices: [] }, 'planned'],
    [
      'at no time that anyone gave, and should have arrived',
      { plannedDeparture: null, plannedArrival: at(-1) },
      'late',
    ],
  ])('that is planned to depart %s', (_, changed, state) => {
    expect(shipmentStateOf({ ...planned, ...changed }, now)).toBe(state);
  });

  test('is the most urgent of all that is so', () => {
    const worst = {
      ...base,
      status: 'contradicted',
      standingAlarms: [alarm(null)],
      silentDevices: ['box-1'],
      warnings: ['late', 'battery-low'],
    } as const satisfies Parameters<typeof shipmentStateOf>[0];
    const mended = [
      { standingAlarms: [alarm(at(-0.5))] },
      { status: 'planned' as const, devices: [] },
      { silentDevices: [] },
      { devices: ['box-2'] },
      { plannedDeparture: null },
      { plannedArrival: null, warnings: ['battery-low' as const] },
      { warnings: [] },
      { standingAlarms: [] },
    ];
    const states = mended.map((_, index) =>
      shipmentStateOf(Object.assign({}, worst, ...mended.slice(0, index + 1)), now),
    );
    expect([shipmentStateOf(worst, now), ...states]).toEqual([
      'alarm',
      'contradicted',
      'silent',
      'no-logger',
      'departure-overdue',
      'late',
      'warning',
      'answered',
      'planned',
    ]);
  });

  test('needs somebody where it is anything up to a warning', () => {
    const first = shipmentStates.filter((state) => urgent.has(state));
    expect(first).toEqual(shipmentStates.slice(0, shipmentStates.indexOf('warning') + 1));
  });
});
