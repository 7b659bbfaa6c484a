import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { reconcileDiagnostics, reconcileJourney } from '../../src/shipments/reconcile-diagnostics.ts';
import type { Diagnostic } from '../../src/evaluation/diagnostics/diagnostic.ts';
import {
  arrived,
  at,
  attached,
  departed,
  finding,
  found,
  foundNoMore,
  ledger,
  takenBack,
} from '../support/facts.ts';

const position = { latitude: 1, longitude: 2, at: at(1) };

describe('what is found about a device', () => {
  const opens = (fields: Partial<Diagnostic> = {}) => ({
    why: 'it was found out',
    fact: { ...found('lid', fields), position },
  });
  const closes = (fields: Partial<Diagnostic> = {}) => ({
    why: 'it is so no longer, or is not asked any more',
    fact: { ...foundNoMore('lid', fields), position },
  });
  const stuck = { kind: 'stuck', subject: 'temperature' } as const;
  const notUnderstood = { kind: 'messages-not-understood' } as const;
  test.each<[string, Diagnostic[], LedgerEvent[], object[]]>([
    ['opens', [finding()], [], [opens()]],
    ['is over already', [finding({ to: at(9) })], [], []],
    ['stands in the ledger', [finding({ from: at(5), severity: 'major' })], [found('lid')], []],
    [
      'closes, as it was recorded',
      [],
      [found('lid', { sentence: 'So it was.' })],
      [closes({ sentence: 'So it was.' })],
    ],
    ['closes when it has ended', [finding({ to: at(9) })], [found('lid')], [closes()]],
    ['is of another device', [finding()], [found('floor')], [opens()]],
    [
      'is of another kind: the one closes before the other opens',
      [finding(), finding(stuck)],
      [found('lid', { kind: 'late' })],
      [closes({ kind: 'late' }), opens(), opens(stuck)],
    ],
    [
      'is of another subject',
      [finding(stuck)],
      [found('lid', { ...stuck, subject: 'humidity' })],
      [closes({ ...stuck, subject: 'humidity' }), opens(stuck)],
    ],
    ['is counted by the day, and left alone', [], [found('lid', notUnderstood)], []],
  ])('%s', (_, standing, before, expected) => {
    expect(reconcileDiagnostics(standing, ledger(...before), 'lid', position)).toEqual(expected);
  });
});

describe('what positions show of a journey', () => {
  const lid = { device: 'lid', since: at(0), before: at(100) };
  const shows = (fact: LedgerEvent) => ({ why: 'positions show it', fact });
  const undone = (fact: LedgerEvent) => ({ why: 'positions show it no longer', fact });
  const begun = [attached('lid', at(0)), attached('floor', at(0))];
  /** When the record shows departure and arrival, in minutes. */
  type Shown = readonly [departed: number | null, arrived: number | null];
  test.each<[string, Shown, LedgerEvent[], object[]]>([
    ['nothing', [null, null], [], []],
    ['both', [20, 60], [], [shows(departed(at(20), 'lid')), shows(arrived(at(60), 'lid'))]],
    ['what stands already', [20, null], [departed(at(20), 'lid')], []],
    ['moves later', [30, null], [departed(at(20), 'lid')], [shows(departed(at(30), 'lid'))]],
    [
      'moves later than another’s',
      [30, null],
      [departed(at(20), 'lid'), departed(at(25), 'floor')],
      [shows(departed(at(30), 'lid'))],
    ],
    [
      'goes',
      [null, null],
      [departed(at(20), 'lid'), arrived(at(60), 'lid')],
      [undone(takenBack('departed', at(20), 'lid')), undone(takenBack('arrived', at(60), 'lid'))],
    ],
    ['goes once', [null, null], [departed(at(20), 'lid'), takenBack('departed', at(20), 'lid')], []],
    [
      'comes again',
      [20, null],
      [departed(at(20), 'lid'), takenBack('departed', at(20), 'lid')],
      [shows(departed(at(20), 'lid'))],
    ],
    ['later than another', [21, null], [departed(at(20), 'floor')], []],
    ['at the same time as another', [20, null], [departed(at(20), 'floor')], []],
    ['earlier than another', [19, null], [departed(at(20), 'floor')], [shows(departed(at(19), 'lid'))]],
    ['is not another’s to undo', [null, null], [departed(at(20), 'floor')], []],
    ['is declared', [20, null], [departed(at(30))], []],
    ['is declared, and does not undo', [null, null], [departed(at(20), 'lid'), departed(at(30))], []],
    ['is declared of the other', [20, null], [arrived(at(30))], [shows(departed(at(20), 'lid'))]],
    [
      'was declared and taken back',
      [20, null],
      [departed(at(30)), takenBack('departed', at(30))],
      [shows(departed(at(20), 'lid'))],
    ],
  ])('%s', (_, [departedAt, arrivedAt], before, expected) => {
    const minutes = (each: number | null) => (each === null ? null : at(each));
    const shown = { departedAt: minutes(departedAt), arrivedAt: minutes(arrivedAt) };
    expect(reconcileJourney(shown, ledger(...begun, ...before), lid)).toEqual(expected);
  });

  test.each<[string, number, number, number]>([
    ['from the beginning of its time', 20, 100, 1],
    ['not before', 21, 100, 0],
    ['to its end', 0, 21, 1],
    ['not from there on', 0, 20, 0],
  ])('is undone of what a device showed %s', (_, since, before, times) => {
    const entries = ledger(...begun, departed(at(20), 'lid'));
    const own = { device: 'lid', since: at(since), before: at(before) };
    expect(reconcileJourney({ departedAt: null, arrivedAt: null }, entries, own)).toHaveLength(times);
  });
});
