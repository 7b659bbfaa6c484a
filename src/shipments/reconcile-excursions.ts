import type { Excursion } from '../evaluation/excursion.ts';
import type { Position, RecordedExcursion } from './ledger-event.ts';
import { type Facts, type NewEntry, type RecordedState, excursionsRecorded } from './ledger.ts';
import type { Profile } from '../model/profile.ts';

/** Names an excursion when the ledger first opens it. */
export type NameExcursion = (rule: string, from: number) => string;

/** Whose record was judged, and how far. Times are device times. */
export type Evaluated = {
  readonly device: string;
  readonly position: Position | null;
  readonly profile: Profile;
  /** The device's time with the shipment: what lies outside belongs to another of its times there. */
  readonly since: number;
  /** Beginning of the device's next time there; infinity where there is none. */
  readonly before: number;
  /** Up to when the record was judged; infinity where its span has ended, so that nothing more can come. */
  readonly asOf: number;
  /** A person has said that the device judges no more. */
  readonly isDeclared: boolean;
  /** End of the time that is judged; null while it goes on. */
  readonly endsAt: number | null;
  readonly name: NameExcursion;
};

/**
 * What must be recorded so that a device's excursions in the ledger are those computed from its record. A computed
 * excursion is a recorded one when their intervals touch; of several recorded ones the earliest stays. Moved times
 * alone are not recorded.
 */
export function reconcile(computed: readonly Excursion[], entries: Facts, evaluated: Evaluated): NewEntry[] {
  const { profile, name } = evaluated;
  const recorded = [...excursionsRecorded(entries).values()].filter(
    ({ device, state, excursion }) =>
      device === evaluated.device &&
      excursion.from >= evaluated.since &&
      excursion.from < evaluated.before &&
      (state === 'open' || state === 'closed'),
  );
  return profile.rules.flatMap(({ id, severity, allowance }) => {
    const ofRule = recorded.filter(({ excursion }) => excursion.rule === id);
    return reconcileRule(
      computed
        .filter(({ rule }) => rule === id)
        .map((excursion) => ({
          id: name(id, excursion.from),
          rule: id,
          severity,
          from: excursion.from,
          to: excursion.to,
          firedAt: excursion.firedAt,
          observedMs: excursion.observedMs,
          peak: excursion.peak,
          endedBy: excursion.endedBy,
        })),
      ofRule,
      evaluated,
      allowance.mode === 'cumulative',
    );
  });
}

function reconcileRule(
  computed: readonly RecordedExcursion[],
  recorded: readonly RecordedState[],
  { device, position, asOf, isDeclared, endsAt }: Evaluated,
  isCumulative: boolean,
): NewEntry[] {
  const unmatched = [...recorded].sort((a, b) => a.excursion.from - b.excursion.from);
  const newEntries: NewEntry[] = [];
  const withdraw = ({ excursion }: RecordedState): NewEntry[] =>
    // What was seen as of a later moment than this one is not for this one to withdraw.
    excursion.firedAt > asOf
      ? []
      : [
          {
            why: isDeclared
              ? 'ended by declaration: the sensor judged no more when it fired'
              : endsAt !== null && excursion.firedAt > endsAt
                ? 'the time in which it is judged ended before it'
                : 'with readings that came later, the rule was not broken',
            fact: { kind: 'excursion-withdrawn', device, position, excursion },
          },
        ];
  for (const now of computed) {
    // One that was named after another of the computed ones belongs to that one.
    const isAnothers = ({ id: named }: RecordedExcursion): boolean =>
      named !== now.id && computed.some((other) => other.id === named);
    const [kept, ...merged] = unmatched.filter(
      ({ excursion }) => touch(excursion, now) && !isAnothers(excursion),
    );
    for (const match of [kept, ...merged])
      if (match !== undefined) unmatched.splice(unmatched.indexOf(match), 1);
    const id = kept?.excursion.id ?? now.id;
    const excursion = { ...now, id };
    if (kept === undefined)
      newEntries.push({
        why: excursion.to === null ? 'the rule was broken' : 'the rule was broken, and has held since',
        fact: { kind: 'excursion-opened', device, position, excursion },
      });
    // A cumulative rule fires once: what it counts after its first end is not told again.
    else if (kept.state === 'closed' && excursion.to === null && !isCumulative)
      newEntries.push({
        why: 'readings that came later show that it goes on',
        fact: { kind: 'excursion-opened', device, position, excursion },
      });
    if (excursion.to !== null && (kept === undefined || kept.state === 'open'))
      newEntries.push({
        why:
          isDeclared && kept !== undefined
            ? 'ended by declaration: the sensor judges no more'
            : excursion.endedBy === 'end-of-record'
              ? 'the time in which it is judged ended while it went on'
              : 'the run that made the rule fire has ended',
        fact: { kind: 'excursion-closed', device, position, excursion, mergedInto: null },
      });
    for (const match of merged)
      newEntries.push({
        why: 'readings that came later show that both are one',
        fact: { kind: 'excursion-closed', device, position, excursion: match.excursion, mergedInto: id },
      });
  }
  // Withdrawals come first: an alarm that opens after one is news.
  return [...unmatched.flatMap(withdraw), ...newEntries];
}

function touch(a: { from: number; to: number | null }, b: { from: number; to: number | null }): boolean {
  return a.from <= (b.to ?? Infinity) && b.from <= (a.to ?? Infinity);
}
