import { expect, test } from 'vitest';
import { conditionOf } from '../../web/shared/condition.ts';

type Shown = Parameters<typeof conditionOf>[0];
const time = '2026-01-01T00:00:00.000Z';
const sensor: Shown['sensors'][number] = {
  readAt: time,
  celsius: 5,
  celsiusAt: time,
  latitude: null,
  longitude: null,
  isSilent: false,
};
const calm: Shown = { status: 'in-transit', alarms: [], pastAlarms: [], sensors: [sensor] };
const alarm = { what: 'Too warm', severity: 'major', since: time, until: null } as const;

test.each<[string, Shown, ReturnType<typeof conditionOf>]>([
  ['with a value', calm, 'calm'],
  ['without a sensor', { ...calm, sensors: [] }, 'unknown'],
  [
    'with one sensor without a value',
    { ...calm, sensors: [sensor, { ...sensor, celsius: null }] },
    'unknown',
  ],
  ['with one silent sensor', { ...calm, sensors: [sensor, { ...sensor, isSilent: true }] }, 'silent'],
  ['with an alarm that is over', { ...calm, pastAlarms: ['Too warm'] }, 'past'],
  ['with an alarm, whatever else', { ...calm, alarms: [alarm], sensors: [] }, 'alarm'],
  ['that was decided', { ...calm, status: 'released', sensors: [] }, 'over'],
  ['that was decided, with an alarm', { ...calm, status: 'rejected', alarms: [alarm] }, 'alarm'],
])('a shared shipment %s', (_, shown, condition) => {
  expect(conditionOf(shown)).toBe(condition);
});
