import { describe, expect, test } from 'vitest';
import {
  durationHint as hint,
  leastProfile as least,
  leastRule as rule,
  profileProblems as problems,
} from '../support/profile-problems.ts';

describe('each problem of a rule names its field', () => {
  const journey = { id: 'r', channel: 'location', severity: 'info' };
  test.each<[string, unknown, string[]]>([
    ['a rule that is not an object', 7, ['rules[0]: must be an object']],
    ['null', null, ['rules[0]: must be an object']],
    ['an unknown field', { ...rule, over: 1 }, ['rules[0]: unknown field "over"']],
    ['no id', { ...rule, id: undefined }, ['rules[0].id: is missing; must be a text']],
    [
      'a rule on location with a limit',
      { ...rule, channel: 'location' },
      [
        'rules[0].channel: must be temperature, pressure, humidity or battery; location takes standing or late',
      ],
    ],
    [
      'an unknown mode',
      { ...rule, mode: 'x' },
      ['rules[0].mode: must be instant, consecutive or cumulative'],
    ],
    [
      'no mode',
      { ...rule, mode: undefined },
      ['rules[0].mode: is missing; must be instant, consecutive or cumulative'],
    ],
    [
      'an unknown severity',
      { ...rule, severity: 'x' },
      ['rules[0].severity: must be info, minor, major or critical'],
    ],
    [
      'no phase',
      { ...rule, phases: [] },
      ['rules[0].phases: must name a phase; leave it out for all of them'],
    ],
    [
      'an unknown phase',
      { ...rule, phases: ['x'] },
      ['rules[0].phases[0]: must be origin, in-transit or destination'],
    ],
    [
      'a time of zero',
      { ...rule, mode: 'cumulative', for: 'PT0S' },
      [`rules[0].for: ${hint}, longer than zero, found "PT0S"`],
    ],
    [
      'a clearAfter that is a text',
      { ...rule, clearAfter: 'soon' },
      [`rules[0].clearAfter: ${hint}, found "soon"`],
    ],
    ['a limit that is a text', { ...rule, above: '8' }, ['rules[0].above: must be a number']],
    [
      'bounds that are a text',
      { ...rule, above: undefined, outside: 'x' },
      ['rules[0].outside: must be an object'],
    ],
    ['rejects as a text', { ...rule, rejects: 'x' }, ['rules[0].rejects: must be true or false']],
    ['judges as a text', { ...rule, judges: 'x' }, ['rules[0].judges: must be true or false']],
    [
      'no limit',
      { ...rule, above: undefined },
      ['rules[0]: must have exactly one of above, below, atLeast, atMost, outside, found none'],
    ],
    [
      'three limits',
      { ...rule, below: 0, atMost: 1 },
      [
        'rules[0]: must have exactly one of above, below, atLeast, atMost, outside, found above and below and atMost',
      ],
    ],
    [
      'equal bounds',
      { ...rule, above: undefined, outside: { low: 2, high: 2 } },
      ['rules[0]: outside: low must be less than high'],
    ],
    [
      'an instant rule with times',
      { ...rule, for: 'PT1H', longerThan: 'PT1H' },
      ['rules[0]: mode instant takes no time, found for and longerThan'],
    ],
    [
      'no time',
      { ...rule, mode: 'consecutive' },
      ['rules[0]: mode consecutive needs exactly one of for, longerThan, found none'],
    ],
    [
      'two times',
      { ...rule, mode: 'cumulative', for: 'PT1H', longerThan: 'PT1H' },
      ['rules[0]: mode cumulative needs exactly one of for, longerThan, found both'],
    ],
    [
      'a rule that rejects without judging',
      { ...rule, rejects: true, judges: false },
      ['rules[0]: rejects and "judges": false contradict each other'],
    ],
    [
      'two contradictions',
      { ...rule, above: undefined, rejects: true, judges: false },
      [
        'rules[0]: must have exactly one of above, below, atLeast, atMost, outside, found none',
        'rules[0]: rejects and "judges": false contradict each other',
      ],
    ],
    ['both kinds', { ...journey, standing: {}, late: {} }, ['rules[0]: has standing and late; give one']],
    ['standing as a text', { ...journey, standing: 'x' }, ['rules[0].standing: must be an object']],
    ['late as a text', { ...journey, late: 'x' }, ['rules[0].late: must be an object']],
    ['late without a time', { ...journey, late: {} }, [`rules[0].late.longerThan: is missing; ${hint}`]],
    [
      'standing on temperature',
      { ...journey, channel: 'temperature', standing: { longerThan: 'PT1H' } },
      ['rules[0].channel: must be location for a rule of standing or late'],
    ],
    [
      'late on temperature',
      { ...journey, channel: 'temperature', late: { longerThan: 'PT1H' } },
      ['rules[0].channel: must be location for a rule of standing or late'],
    ],
    [
      'standing within zero metres',
      { ...journey, standing: { longerThan: 'PT1H', withinMeters: 0 } },
      ['rules[0].standing.withinMeters: must be more than 0 m'],
    ],
    [
      'an unknown field of a late rule',
      { ...journey, late: { longerThan: 'PT1H' }, above: 8 },
      ['rules[0]: unknown field "above"'],
    ],
  ])('a rule is refused: %s', (_, written, expected) => {
    expect(problems({ ...least, rules: [written] })).toEqual(expected);
  });
});
