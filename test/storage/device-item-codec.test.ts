import { describe, expect, test } from 'vitest';
import { type DeviceState, initialState } from '../../src/evaluation/device-state.ts';
import {
  assignmentOf,
  syncMarkOf,
  writeAssignment,
  writeSyncMark,
} from '../../src/storage/device-item-codec.ts';
import { start } from '../support/series.ts';
import { assignment } from '../support/shipment.ts';
import { stateOf, writeState } from '../../src/storage/device-state-codec.ts';

const whole = {
  ...assignment('S-1', start + 5),
  attachedAt: start + 7,
  profile: { id: 'warm', version: 3 },
  phases: {
    departedAt: 1,
    arrivedAt: 2,
    inferred: { departedAt: 3, arrivedAt: 4 },
    firstInferred: { departedAt: 5, arrivedAt: 6 },
  },
  role: 'spare',
  declaredAt: 8,
  calibratedUntil: 9,
  routeSequence: 1,
} as const;

describe('an assignment in a device’s item', () => {
  const text = `["S-1","warm",3,${start + 5},600000,${start + 7},1,2,2,8,9,1,3,4,5,6]`;

  test('an assignment is stored as a list, and read back unchanged', () => {
    expect(writeAssignment(whole)).toBe(text);
    expect(assignmentOf(text)).toEqual(whole);
  });

  test('an assignment without declarations has no times', () => {
    const bare = assignment('S-1');
    expect(writeAssignment(bare)).toBe(
      `["S-1","warm",1,${start},600000,${start},null,null,0,null,null,0,null,null,null,null]`,
    );
    const none = { departedAt: null, arrivedAt: null };
    expect(assignmentOf(writeAssignment(bare))).toEqual({
      ...bare,
      phases: { ...none, inferred: none, firstInferred: none },
    });
  });

  test('an assignment names the products that it stands for, if they are not all', () => {
    const own = assignmentOf('["S-1","+p",1,5,6,7,null,null,0,null,null,0,null,null,null,null,["a","b-2"]]');
    expect(own.products).toEqual(['a', 'b-2']);
    expect(assignmentOf(writeAssignment(own))).toEqual(own);
    expect(
      'products' in assignmentOf('["S-1","p",1,5,6,7,null,null,0,null,null,0,null,null,null,null]'),
    ).toBe(false);
  });

  test('an assignment of an earlier release is read as far as possible', () => {
    const none = { departedAt: null, arrivedAt: null };
    expect(assignmentOf('["S-1","p",1,5,6,7,null,null]')).toEqual({
      shipment: 'S-1',
      profile: { id: 'p', version: 1 },
      since: 5,
      intervalMs: 6,
      attachedAt: 7,
      phases: { ...none, inferred: none, firstInferred: none },
      role: 'product',
      declaredAt: null,
      calibratedUntil: null,
      routeSequence: null,
    });
    // It is unknown whether its journey was declared or inferred.
    for (const [departedAt, arrivedAt] of [
      [8, null],
      [null, 9],
    ] as const)
      expect(
        assignmentOf(JSON.stringify(['S-1', 'p', 1, 5, 6, 7, departedAt, arrivedAt, 1, 2, 3, 1])),
      ).toMatchObject({ role: 'ambient', declaredAt: 2, calibratedUntil: 3, routeSequence: 1 });
    expect(assignmentOf('["S-1","p",1,5,6,7,8,null,1]').phases).toEqual({ departedAt: 8, arrivedAt: null });
    expect(assignmentOf('["S-1","p",1,5,6,7,null,9,1]').phases).toEqual({ departedAt: null, arrivedAt: 9 });
  });

  test('an assignment with an unknown role is refused', () => {
    expect(() => assignmentOf('["S-1","p",1,5,6,7,null,null,3]')).toThrow(
      'an assignment names role 3, which is unknown',
    );
  });
});

describe('a state in a device’s item', () => {
  const rate = { references: [], lastAt: 3, last: null, isLost: false };
  const episode = {
    from: 1,
    observedMs: 2,
    until: 3,
    peak: 9.5,
    firedAt: 4,
    running: false,
    endedBy: 'gap',
  } as const;
  const state: DeviceState = {
    last: {
      pressure: { at: 2, values: [100.9, 101], differs: true },
      temperature: { at: 1, values: [5], differs: false },
      location: { at: 3, values: [], differs: false },
    },
    unreadable: {
      temperature: { since: 1, at: 2, above: Infinity, below: null, texts: ['HI'], codes: [[85]] },
      pressure: { since: 3, at: 4, above: null, below: -Infinity, texts: ['LO'], codes: [] },
      humidity: { since: 3, at: 4, above: 72, below: -40.5, texts: [], codes: [[1], [2]] },
    },
    jump: { at: 5, since: 6 },
    rules: {
      open: {
        episode: { ...episode, running: true, endedBy: null, firedAt: null, peak: null },
        latest: null,
      },
      closed: { episode, latest: { from: 1, firedAt: 2, closedAt: 3 } },
      alarm: { episode: null, latest: { from: 1, firedAt: 2, closedAt: null } },
      rate: { episode: null, latest: null, rate },
    },
    diagnostics: { stuck: 1 },
  };

  test('a state is read back unchanged', () => {
    expect(stateOf(writeState(state))).toEqual(state);
    const without = { ...state, unreadable: {}, jump: null };
    expect(stateOf(writeState(without))).toEqual(without);
    expect(stateOf(writeState({ ...without, jump: state.jump }))).toEqual({ ...without, jump: state.jump });
    expect(stateOf(writeState({ ...without, unreadable: state.unreadable }))).toEqual({
      ...without,
      unreadable: state.unreadable,
    });
  });

  test('a state is as short as possible', () => {
    expect(writeState(initialState)).toBe('[[],[]]');
    expect(stateOf('[[],[]]')).toEqual(initialState);
    expect(writeState({ ...initialState, jump: { at: 5, since: 6 } })).toBe(
      '[[],[],{},[[],{"at":5,"since":6}]]',
    );
    expect(writeState({ ...initialState, rules: { idle: { episode: null, latest: null } } })).toBe('[[],[]]');
    expect(writeState({ ...initialState, rules: { closed: state.rules['closed']! } })).toBe(
      '[[],[["closed",[1,2,3,9.5,4,0,"gap"],[1,2,3],0]]]',
    );
  });
});

test('the ledger sync mark is a list of two', () => {
  expect(writeSyncMark({ alarms: 'abc', offlineSince: null })).toBe('["abc",null]');
  expect(syncMarkOf('["",17]')).toEqual({ alarms: '', offlineSince: 17 });
});
