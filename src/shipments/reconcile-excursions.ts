import type { Excursion } from '../evaluation/excursion.ts';
import type { Position, RecordedExcursion } from './ledger-event.ts';
import { type Facts, type NewEntry, type RecordedState, excursionsRecorded } from './ledger.ts';
import type { LimitRule, Profile } from '../model/profile.ts';

/** Creates the id of an excursion that the ledger opens for the first time. */
type NameExcursion = (rule: string, from: number) => string;

/** The device whose record was evaluated, and how far. Times are device times in epoch milliseconds. */
export type Evaluated = {
  readonly device: string;
  readonly position: Position | null;
  readonly profile: Profile;
  /** Beginning of the device's attachment. Earlier excursions belong to another of its attachments. */
  readonly since: number;
  /** Beginning of the device's next attachment to the shipment; infinity where there is none. */
  readonly before: number;
  /**
   * The time up to which the record was evaluated. Infinity where its span has ended, so that nothing more can come.
   */
  readonly asOf: number;
  /** Whether a person declared that the device is no longer evaluated. */
  readonly isDeclared: boolean;
  /** End of the time in which a rule is evaluated; null while it continues. */
  readonly endsAt: (rule: LimitRule) => number | null;
  readonly name: NameExcursion;
};

/**
 * The entries that make a device's excursions in the ledger match those computed from its record. A computed and a
 * recorded excursion are the same one when their intervals touch. Where several recorded ones match, the earliest
 * stays. A change of times alone is not recorded.
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
  return profile.rules.flatMap((rule) => {
    const { id, severity, allowance } = rule;
    const ofRule = recorded.filter(({ excursion }) => excursion.rule === id);
    return reconcileRule(
      computed
        .filter((each) => each.rule === id)
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
      { ...evaluated, endsAt: evaluated.endsAt(rule) },
      allowance.mode === 'cumulative',
    );
  });
}

function reconcileRule(
  computed: readonly RecordedExcursion[],
  recorded: readonly RecordedState[],
  {
    device,
    position,
    asOf,
    isDeclared,
    endsAt,
  }: Omit<Evaluated, 'endsAt'> & { readonly endsAt: number | null },
  isCumulative: boolean,
): NewEntry[] {
  const unmatched = [...recorded].sort((a, b) => a.excursion.from - b.excursion.from);
  const newEntries: NewEntry[] = [];
  const withdraw = ({ excursion }: RecordedState): NewEntry[] =>
    // An evaluation does not withdraw what a later one has seen.
    excursion.firedAt > asOf
      ? []
      : [
          {
            why: isDeclared
              ? 'ended by declaration: the sensor no longer counted at the alarm'
              : endsAt !== null && excursion.firedAt > endsAt
                ? 'the evaluated time ended before the alarm'
                : 'with readings received later, the limit was not exceeded for too long',
            fact: { kind: 'excursion-withdrawn', device, position, excursion },
          },
        ];
  for (const now of computed) {
    // An excursion named after another computed one belongs to that one.
    const isAnothers = ({ id: named }: RecordedExcursion): boolean =>
      named !== now.id && computed.some((other) => other.id === named);
    const [matching, ...merged] = unmatched.filter(
      ({ excursion }) => touch(excursion, now) && !isAnothers(excursion),
    );
    for (const match of [matching, ...merged])
      if (match !== undefined) unmatched.splice(unmatched.indexOf(match), 1);
    const id = matching?.excursion.id ?? now.id;
    const excursion = { ...now, id };
    if (matching === undefined)
      newEntries.push({
        why:
          excursion.to === null
            ? 'out of range for longer than allowed'
            : 'out of range for longer than allowed; has ended since',
        fact: { kind: 'excursion-opened', device, position, excursion },
      });
    // A cumulative rule fires once. What it counts after its first end is not notified again.
    else if (matching.state === 'closed' && excursion.to === null && !isCumulative)
      newEntries.push({
        why: 'readings received later show that it is ongoing',
        fact: { kind: 'excursion-opened', device, position, excursion },
      });
    if (excursion.to !== null && (matching === undefined || matching.state === 'open'))
      newEntries.push({
        why:
          isDeclared && matching !== undefined
            ? 'ended by declaration: the sensor no longer counts'
            : excursion.endedBy === 'end-of-record'
              ? 'the evaluated time ended during the excursion'
              : 'excursion ended',
        fact: { kind: 'excursion-closed', device, position, excursion, mergedInto: null },
      });
    for (const match of merged)
      newEntries.push({
        why: 'readings received later show that both are one excursion',
        fact: { kind: 'excursion-closed', device, position, excursion: match.excursion, mergedInto: id },
      });
  }
  // Withdrawals come first, so that people are notified of an alarm that opens after one.
  return [...unmatched.flatMap(withdraw), ...newEntries];
}

function touch(a: { from: number; to: number | null }, b: { from: number; to: number | null }): boolean {
  return a.from <= (b.to ?? Infinity) && b.from <= (a.to ?? Infinity);
}
