import { describe, expect, test } from 'vitest';
import {
  type Connectivity,
  offlineSince,
  outagesOf,
  reconcileConnectivity,
} from '../../src/shipments/connectivity.ts';
import { type DeviceState, initialState } from '../../src/evaluation/device-state.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Reading } from '../../src/model/reading.ts';
import { at, declared, ledger, lost, restored } from '../support/facts.ts';
import { minute } from '../support/series.ts';

const position = { latitude: 1, longitude: 2, at: at(1) };
const readings = (...minutes: number[]): Reading[] =>
  minutes.map((each) => ({ channel: 'temperature', at: at(each), value: 5 }));

describe('offline since when', () => {
  const sample = (minutes: number, value = 5) => ({ at: at(minutes), values: [value], differs: false });
  const heard = (last: DeviceState['last']): DeviceState => ({ ...initialState, last });
  const silent = (state: DeviceState, now: number) =>
    offlineSince(state, at(10), { maxGapMs: 30 * minute }, now);
  const months = 90 * 24 * 3600;
  test.each<[string, DeviceState, number, number | null]>([
    ["not while the gap is within the profile's limit", heard({ temperature: sample(60) }), at(90), null],
    ['after that, since its newest reading', heard({ temperature: sample(60) }), at(90) + 1, at(60)],
    [
      'not yet, measured from the newest reading of any channel',
      heard({ temperature: sample(60), battery: sample(61) }),
      at(91),
      null,
    ],
    ['since its attachment, where it never sent anything', initialState, at(40) + 1, at(10)],
    ['not before the limit has passed', initialState, at(40), null],
    ['not so soon after its attachment', heard({ temperature: sample(0) }), at(40), null],
    [
      'since its last reading, which may be from before the attachment',
      heard({ temperature: sample(0) }),
      at(40) + 1,
      at(0),
    ],
    [
      'not while it sends messages with misplaced times',
      heard({ temperature: sample(20), backlog: sample(60, months) }),
      at(90),
      null,
    ],
    [
      'since its last message with misplaced times',
      heard({ temperature: sample(20), backlog: sample(60, months) }),
      at(90) + 1,
      at(60),
    ],
  ])('a device is offline: %s', (_, state, now, since) => {
    expect(silent(state, now)).toBe(since);
  });
});

describe('recording connectivity', () => {
  const isLost = (minutes: number): Connectivity => ({ kind: 'lost', at: at(minutes) });
  const isHeard = (minutes: number): Connectivity => ({ kind: 'heard', at: at(minutes) });
  const again = (late: object | null) => [
    { why: 'the device is back online', fact: { ...restored('lid', at(90)), position, late } },
  ];
  test.each<[string, Connectivity, LedgerEvent[], Reading[], object[]]>([
    ['nothing where nothing changed', null, [lost('lid', at(5))], readings(6), []],
    [
      'that the device is offline',
      isLost(5),
      [],
      [],
      [
        {
          why: 'no contact for longer than the profile allows',
          fact: { ...lost('lid', at(5)), position },
        },
      ],
    ],
    ['that it is offline, only once', isLost(6), [lost('lid', at(5))], [], []],
    [
      'that it is offline, whatever the state of another device',
      isLost(5),
      [lost('floor', at(5))],
      [],
      [expect.objectContaining({ fact: { ...lost('lid', at(5)), position } })],
    ],
    ['nothing for a device that was not offline and is in contact', isHeard(90), [], readings(5), []],
    ['nothing for this device where only another was offline', isHeard(90), [lost('floor', at(5))], [], []],
    [
      'that it is back online, without late readings',
      isHeard(90),
      [lost('lid', at(5))],
      readings(5, 90),
      again(null),
    ],
    [
      'that it is back online, with late readings',
      isHeard(90),
      [lost('lid', at(5))],
      readings(5, 89, 6, 7, 7, 90, 91),
      again({ readings: 3, from: at(6), to: at(89) }),
    ],
    [
      'that it is back online, only once',
      isHeard(90),
      [lost('lid', at(5)), restored('lid', at(80))],
      readings(6),
      [],
    ],
    [
      'nothing where the sensor was declared in the meantime',
      isHeard(90),
      [lost('lid', at(5)), declared('lid', at(6))],
      readings(6),
      [],
    ],
  ])('the ledger records: %s', (_, contact, before, read, expected) => {
    expect(reconcileConnectivity(contact, ledger(...before), 'lid', position, read)).toEqual(expected);
  });
});

describe('the outages of a device', () => {
  const silence = (from: number, to: number | null, sentence: string) => ({
    kind: 'contact-lost',
    subject: '',
    severity: 'minor',
    from: at(from),
    to: to === null ? null : at(to),
    sentence,
  });
  const goesOn = silence(5, null, 'No signal from the sensor since 2026-01-01 00:05 UTC.');
  const nothing = silence(
    5,
    9,
    'No signal from the sensor from 2026-01-01 00:05 UTC to 2026-01-01 00:09 UTC.',
  );
  const late = { readings: 3, from: at(6), to: at(8) };
  test.each<[string, LedgerEvent[], object[]]>([
    ['are none where it never was offline', [restored('lid', at(9))], []],
    ['continue while it is offline', [lost('lid', at(5))], [goesOn]],
    ['end when it is back online', [lost('lid', at(5)), restored('lid', at(9))], [nothing]],
    ['end without late readings', [lost('lid', at(5)), restored('lid', at(9), { late: null })], [nothing]],
    [
      'end with late readings',
      [lost('lid', at(5)), restored('lid', at(9), { late })],
      [{ ...nothing, sentence: `${nothing.sentence.slice(0, -1)}; 3 stored readings received.` }],
    ],
    [
      'end with one late reading',
      [lost('lid', at(5)), restored('lid', at(9), { late: { ...late, readings: 1 } })],
      [{ ...nothing, sentence: `${nothing.sentence.slice(0, -1)}; 1 stored reading received.` }],
    ],
    ['end only once', [lost('lid', at(5)), restored('lid', at(9)), restored('lid', at(12))], [nothing]],
    [
      'do not end when another device is back online',
      [lost('lid', at(5)), restored('floor', at(9))],
      [goesOn],
    ],
    ['do not include those of another device', [lost('floor', at(5))], []],
    [
      'may be several',
      [lost('lid', at(5)), restored('lid', at(9)), lost('lid', at(10))],
      [nothing, silence(10, null, 'No signal from the sensor since 2026-01-01 00:10 UTC.')],
    ],
  ])('the outages of a device %s', (_, facts, expected) => {
    expect(outagesOf(ledger(...facts), 'lid', at(0), at(60))).toEqual(expected);
  });

  test('the outages are those that began in the given period, both ends included', () => {
    const count = (from: number, to: number) => outagesOf(ledger(lost('lid', at(5))), 'lid', from, to).length;
    expect([
      count(at(5), at(60)),
      count(at(5) + 1, at(60)),
      count(at(0), at(5)),
      count(at(0), at(5) - 1),
    ]).toEqual([1, 0, 1, 0]);
  });
});
