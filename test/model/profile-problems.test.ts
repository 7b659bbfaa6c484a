import { describe, expect, test } from 'vitest';
import {
  durationHint as hint,
  leastProfile as least,
  leastRule as rule,
  profileProblems as problems,
} from '../support/profile-problems.ts';
const ids = 'must be letters, digits, dots, hyphens, underscores, at most 64';
const allowance = { id: 'a', above: 8, total: 'PT12H' };
const cycles = { freezesBelow: -2, thawsAbove: 0, cycles: 1 };

describe('each problem of a profile names its field', () => {
  test.each<[string, object, string[]]>([
    ['no id', { id: undefined }, ['id: is missing; must be a text']],
    ['an id of two words', { id: 'a b' }, [`id: ${ids}`]],
    ['an id of 65 characters', { id: 'x'.repeat(65) }, [`id: ${ids}`]],
    ['an id that begins with a hyphen', { id: '-a' }, [`id: ${ids}`]],
    ['an id of two lines', { id: 'a\n' }, [`id: ${ids}`]],
    ['version 0', { version: 0 }, ['version: must be at least 1']],
    ['half a version', { version: 1.5 }, ['version: must be a whole number']],
    ['no version', { version: undefined }, ['version: is missing; must be a whole number']],
    ['an empty name', { name: '' }, ['name: must not be empty']],
    ['a name that is too long', { name: 'x'.repeat(1001) }, ['name: must have at most 1000 characters']],
    ['half a character', { name: '\udfff' }, ['name: must be well-formed Unicode']],
    ['a name that is not a text', { name: 7 }, ['name: must be a text']],
    ['sources that are not a list', { sources: 'x' }, ['sources: must be a list']],
    ['51 sources', { sources: Array(51).fill('x') }, ['sources: must have at most 50 items']],
    [
      'an interval of zero',
      { reportingInterval: 'PT0S' },
      [`reportingInterval: ${hint}, longer than zero, found "PT0S"`],
    ],
    ['an interval that is a number', { reportingInterval: 600 }, [`reportingInterval: ${hint}`]],
    [
      'a gap below the interval',
      { maxGap: 'PT9M59.999S' },
      ['profile: maxGap must be at least the reportingInterval'],
    ],
    ['no completeness', { completeness: undefined }, ['completeness: is missing; must be an object']],
    [
      'a coverage below 0',
      { completeness: { minimumCoverage: -0.1, longestGap: 'PT1H' } },
      ['completeness.minimumCoverage: must be from 0 to 1'],
    ],
    [
      'a coverage above 1',
      { completeness: { minimumCoverage: 1.1, longestGap: 'PT1H' } },
      ['completeness.minimumCoverage: must be from 0 to 1'],
    ],
    ['no rules', { rules: undefined }, ['rules: is missing; must be a list']],
    [
      '101 rules',
      { rules: Array.from({ length: 101 }, (_, index) => ({ ...rule, id: `r${index}` })) },
      ['rules: must have at most 100 rules'],
    ],
    [
      'two rules of one id',
      { rules: [rule, { ...rule, id: 'q' }, rule] },
      ['profile: two rules have the id r'],
    ],
    [
      'a mean kinetic temperature that is a text',
      { meanKineticTemperature: 'x' },
      ['meanKineticTemperature: must be an object'],
    ],
    [
      'an activation energy of zero',
      { meanKineticTemperature: { max: 25, window: 'P1D', deltaH: 0 } },
      ['meanKineticTemperature.deltaH: must be more than 0 kJ/mol'],
    ],
    [
      'no limit of the mean kinetic temperature',
      { meanKineticTemperature: { window: 'P1D' } },
      ['meanKineticTemperature.max: is missing; must be a number'],
    ],
    [
      'an unknown vial monitor',
      { vaccineVialMonitor: 'VVM1' },
      ['vaccineVialMonitor: must be VVM2, VVM7, VVM14 or VVM30'],
    ],
    ['a battery below 0', { health: { lowBattery: -1 } }, ['health.lowBattery: must be from 0 to 100 %']],
    ['a battery above 100', { health: { lowBattery: 101 } }, ['health.lowBattery: must be from 0 to 100 %']],
    ['health that is a text', { health: 'x' }, ['health: must be an object']],
    ['a calibration of 1', { calibrationRequired: 1 }, ['calibrationRequired: must be true or false']],
    ['sensors that may differ by zero', { sensorsDifferBy: 0 }, ['sensorsDifferBy: must be more than 0 °C']],
    ['a forecast of major', { forecast: 'major' }, ['forecast: must be info or minor']],
    ['unknown fields', { a: 1, b: 2 }, ['profile: unknown field "a", "b"']],
    ['an unknown field within', { health: { x: 1 } }, ['health: unknown field "x"']],
  ])('a profile is refused: %s', (_, fields, expected) => {
    expect(problems({ ...least, ...fields })).toEqual(expected);
  });

  test.each<[string, object, string[]]>([
    ['allowances that are no list', { allowances: {} }, ['allowances: must be a list']],
    [
      '21 allowances',
      { allowances: Array.from({ length: 21 }, (_, index) => ({ ...allowance, id: `a${index}` })) },
      ['allowances: must have at most 20 allowances'],
    ],
    [
      'an allowance without limit or time',
      { allowances: [{ id: 'a' }] },
      [
        'allowances[0].total: is missing; must be a duration of days, hours, minutes, seconds, as "PT10M" or "P1DT12H"',
      ],
    ],
    [
      'an allowance without a limit',
      { allowances: [{ id: 'a', total: 'PT1H' }] },
      ['allowances[0]: must have exactly one of above, below, atLeast, atMost, outside, found none'],
    ],
    [
      'an allowance of no time',
      { allowances: [{ ...allowance, total: 'PT0S' }] },
      [`allowances[0].total: ${hint}, longer than zero, found "PT0S"`],
    ],
    [
      'an allowance with a severity',
      { allowances: [{ ...allowance, severity: 'major' }] },
      ['allowances[0]: unknown field "severity"'],
    ],
    [
      'an allowance upside down',
      { allowances: [{ id: 'a', outside: { low: 8, high: 2 }, total: 'PT1H' }] },
      ['allowances[0]: outside: low must be less than high'],
    ],
    [
      'two allowances of one id',
      { allowances: [allowance, allowance] },
      ['profile: allowance a: another allowance or a rule has this id'],
    ],
    [
      'an allowance with the id of a rule',
      { rules: [rule], allowances: [{ ...allowance, id: rule.id }] },
      ['profile: allowance r: another allowance or a rule has this id'],
    ],
    [
      'an allowance with the name of the cycles',
      { freezeThaw: cycles, allowances: [{ ...allowance, id: 'freeze-thaw' }] },
      ['profile: freeze-thaw is what freeze-thaw cycles are called: give the rule or allowance another id'],
    ],
    [
      'a rule with the name of the cycles',
      { freezeThaw: cycles, rules: [{ ...rule, id: 'freeze-thaw' }] },
      ['profile: freeze-thaw is what freeze-thaw cycles are called: give the rule or allowance another id'],
    ],
    ['cycles below 0', { freezeThaw: { ...cycles, cycles: -1 } }, ['freezeThaw.cycles: must be at least 0']],
    [
      'half a cycle',
      { freezeThaw: { ...cycles, cycles: 0.5 } },
      ['freezeThaw.cycles: must be a whole number'],
    ],
    [
      'goods that thaw where they freeze',
      { freezeThaw: { ...cycles, thawsAbove: -2 } },
      ['freezeThaw: freezesBelow must be less than thawsAbove'],
    ],
    ['freezeThaw of a text', { freezeThaw: 'once' }, ['freezeThaw: must be an object']],
    ['an unknown field', { freezeThaw: { ...cycles, x: 1 } }, ['freezeThaw: unknown field "x"']],
  ])('what a unit may bear in its life is refused: %s', (_, fields, expected) => {
    expect(problems({ ...least, ...fields })).toEqual(expected);
  });

  test('a profile that is not an object', () => {
    expect(problems(7)).toEqual(['profile: must be an object']);
    expect(problems(undefined)).toEqual(['profile: is missing; must be an object']);
  });

  test('100 rules are accepted, and so is an id of 64 characters', () => {
    const rules = Array.from({ length: 100 }, (_, index) => ({ ...rule, id: `r${index}` }));
    rules[99]!.id = 'x'.repeat(64);
    expect(problems({ ...least, sources: Array(50).fill('x'), rules })).toEqual([]);
  });
});
