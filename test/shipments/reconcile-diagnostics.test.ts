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

describe("recording a device's diagnostics", () => {
  const opens = (fields: Partial<Diagnostic> = {}) => ({
    why: 'detected from the readings',
    fact: { ...found('lid', fields), position },
  });
  const closes = (fields: Partial<Diagnostic> = {}) => ({
    why: 'resolved, or no longer checked',
    fact: { ...foundNoMore('lid', fields), position },
  });
  const stuck = { kind: 'stuck', subject: 'temperature' } as const;
  const notUnderstood = { kind: 'messages-not-understood' } as const;
  test.each<[string, Diagnostic[], LedgerEvent[], object[]]>([
    ['opens', [finding()], [], [opens()]],
    ['has already ended', [finding({ to: at(9) })], [], []],
    ['is open in the ledger', [finding({ from: at(5), severity: 'major' })], [found('lid')], []],
    [
      'closes as it was recorded',
      [],
      [found('lid', { sentence: 'So it was.' })],
      [closes({ sentence: 'So it was.' })],
    ],
    ['closes when it has ended', [finding({ to: at(9) })], [found('lid')], [closes()]],
    ['of another device is ignored', [finding()], [found('floor')], [opens()]],
    [
      'of another kind closes before the new one opens',
      [finding(), finding(stuck)],
      [found('lid', { kind: 'late' })],
      [closes({ kind: 'late' }), opens(), opens(stuck)],
    ],
    [
      'of another subject closes before the new one opens',
      [finding(stuck)],
      [found('lid', { ...stuck, subject: 'humidity' })],
      [closes({ ...stuck, subject: 'humidity' }), opens(stuck)],
    ],
    ['of messages counted by day is left alone', [], [found('lid', notUnderstood)], []],
  ])('a diagnostic %s', (_, remaining, before, expected) => {
    expect(reconcileDiagnostics(remaining, ledger(...before), 'lid', position)).toEqual(expected);
  });
});

describe('recording inferred milestones', () => {
  const lid = { device: 'lid', since: at(0), before: at(100) };
  const shows = (fact: LedgerEvent) => ({ why: 'positions show it', fact });
  const undone = (fact: LedgerEvent) => ({ why: 'positions no longer show it', fact });
  const begun = [attached('lid', at(0)), attached('floor', at(0))];
  /** The departure and arrival that the record shows, in minutes. */
  type Shown = readonly [departed: number | null, arrived: number | null];
  test.each<[string, Shown, LedgerEvent[], object[]]>([
    ['none', [null, null], [], []],
    ['both', [20, 60], [], [shows(departed(at(20), 'lid')), shows(arrived(at(60), 'lid'))]],
    ['already recorded', [20, null], [departed(at(20), 'lid')], []],
    ['moved to later', [30, null], [departed(at(20), 'lid')], [shows(departed(at(30), 'lid'))]],
    [
      "moved to later than another device's",
      [30, null],
      [departed(at(20), 'lid'), departed(at(25), 'floor')],
      [shows(departed(at(30), 'lid'))],
    ],
    [
      'undone',
      [null, null],
      [departed(at(20), 'lid'), arrived(at(60), 'lid')],
      [undone(takenBack('departed', at(20), 'lid')), undone(takenBack('arrived', at(60), 'lid'))],
    ],
    ['undone only once', [null, null], [departed(at(20), 'lid'), takenBack('departed', at(20), 'lid')], []],
    [
      'shown again',
      [20, null],
      [departed(at(20), 'lid'), takenBack('departed', at(20), 'lid')],
      [shows(departed(at(20), 'lid'))],
    ],
    ["later than another device's", [21, null], [departed(at(20), 'floor')], []],
    ["at the same time as another device's", [20, null], [departed(at(20), 'floor')], []],
    [
      "earlier than another device's",
      [19, null],
      [departed(at(20), 'floor')],
      [shows(departed(at(19), 'lid'))],
    ],
    ["another device's is not undone", [null, null], [departed(at(20), 'floor')], []],
    ['declared', [20, null], [departed(at(30))], []],
    ['declared, and not undone', [null, null], [departed(at(20), 'lid'), departed(at(30))], []],
    ['only the other milestone declared', [20, null], [arrived(at(30))], [shows(departed(at(20), 'lid'))]],
    [
      'declared and withdrawn',
      [20, null],
      [departed(at(30)), takenBack('departed', at(30))],
      [shows(departed(at(20), 'lid'))],
    ],
  ])('inferred milestones: %s', (_, [departedAt, arrivedAt], before, expected) => {
    const minutes = (each: number | null) => (each === null ? null : at(each));
    const shown = { departedAt: minutes(departedAt), arrivedAt: minutes(arrivedAt) };
    expect(reconcileJourney(shown, ledger(...begun, ...before), lid)).toEqual(expected);
  });

  test.each<[string, number, number, number]>([
    ['from the beginning of its attachment', 20, 100, 1],
    ['but not before its attachment', 21, 100, 0],
    ['up to the end of its attachment', 0, 21, 1],
    ['but not from the end of its attachment on', 0, 20, 0],
  ])('an inferred milestone of a device is undone %s', (_, since, before, times) => {
    const entries = ledger(...begun, departed(at(20), 'lid'));
    const own = { device: 'lid', since: at(since), before: at(before) };
    expect(reconcileJourney({ departedAt: null, arrivedAt: null }, entries, own)).toHaveLength(times);
  });
});
