import { expect, test } from 'vitest';
import { nameOfAlarm, ruleOfAlarm } from '../../src/cli/name-of-alarm.ts';

const alarms = ['a@1:high', 'b@2:high', 'a@1:low', 'a@1:low', 'hot'].map((rule) => ({ rule }));

test.each([
  ['a@1:high', 'a@1:high'],
  ['a@1:low', 'low'],
  ['hot', 'hot'],
])('the alarm of %s is called %s, by which it can be named again', (rule, name) => {
  expect(nameOfAlarm(rule, alarms)).toBe(name);
  expect(ruleOfAlarm(name, alarms)).toBe(rule);
  expect(ruleOfAlarm(rule, alarms)).toBe(rule);
});

test('a name of several alarms is refused, and one of none is left as it is', () => {
  expect(() => ruleOfAlarm('high', alarms)).toThrow(
    'several products have an alarm of rule high; name one of a@1:high, b@2:high',
  );
  expect(ruleOfAlarm('cold', alarms)).toBe('cold');
});
