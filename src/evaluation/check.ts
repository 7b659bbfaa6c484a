import type { Coverage } from './coverage.ts';
import type { Excursion } from './excursion.ts';
import type { MeanKineticTemperature } from './mean-kinetic-temperature.ts';
import type { LimitRule, Profile } from '../model/profile.ts';
import type { Channel } from '../model/reading.ts';
import type { UnreadableSample } from './series.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import type { Span } from './span.ts';

export type Outcome = 'pass' | 'fail' | 'not-applicable';

/** What one rule saw. Seconds are null where the rule was not applicable; the worst case also for an instant rule. */
export type RuleMeasurement = {
  readonly rule: LimitRule;
  readonly outcome: Outcome;
  readonly observedMs: number | null;
  readonly worstCase: Outcome;
  /** With every gap outside the limit. */
  readonly worstCaseMs: number | null;
  /** With the doubtful gaps outside the limit: the one that counts. */
  readonly uncertainMs: number | null;
  readonly firedAt: number | null;
  /** It rejects, and would not have fired without lone readings: those are rather the sensor's than the goods'. */
  readonly isByLoneReadings?: true;
};

/** What one channel's record holds. */
export type ChannelMeasurement = {
  readonly readings: number;
  readonly differing: number;
  /** The times of the span at which a value could not be read. */
  readonly unreadable: readonly UnreadableSample[];
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly coverage: Coverage;
};

/** All that the checks of a verdict look at. */
export type RecordMeasurements = {
  readonly profile: Profile;
  readonly span: Span;
  /** The caller did not know the journey's beginning, or its end. */
  readonly recordOnly: { readonly from: boolean; readonly to: boolean };
  /** The device's own interval stands in the profile's place. */
  readonly ownInterval: boolean;
  /** Where the journey goes is known. */
  readonly hasRoute: boolean;
  readonly channels: ReadonlyMap<Channel, ChannelMeasurement>;
  /** The channels that a judging rule or the mean kinetic temperature uses. */
  readonly usedChannels: readonly Channel[];
  readonly rules: readonly RuleMeasurement[];
  readonly excursions: readonly Excursion[];
  readonly meanKineticTemperature: MeanKineticTemperature | null;
  /** Share of a vial monitor's life used; null where the profile names none, or there is no temperature. */
  readonly vialMonitorLife: number | null;
  /** What was sent and not understood, a sentence each. */
  readonly notUnderstood: readonly string[];
  /** What else was found: about the sensor, the contact, the journey. */
  readonly found: readonly Diagnostic[];
};

/** One answer of a check. A `note` neither passes nor fails; it is said in every verdict. */
export type Answer = {
  readonly outcome: Outcome | 'note';
  readonly sentence: string;
  readonly rejects?: true;
};

/** One question to the record. The verdict only folds the answers. */
export type Check = (findings: RecordMeasurements) => readonly Answer[];
