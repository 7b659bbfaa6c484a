import type { Coverage } from './coverage.ts';
import type { Excursion } from './excursion.ts';
import type { MeanKineticTemperature } from './mean-kinetic-temperature.ts';
import type { LimitRule, Profile } from '../model/profile.ts';
import type { Channel } from '../model/reading.ts';
import type { Outcome } from '../model/verdict.ts';
import type { UnreadableSample } from './series.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import type { Span } from './span.ts';

/** What one rule measured. Seconds are null where the rule does not apply; an instant rule has no worst case either. */
export type RuleMeasurement = {
  readonly rule: LimitRule;
  readonly outcome: Outcome;
  readonly observedMs: number | null;
  readonly worstCase: Outcome;
  /** The time outside the limit if every gap had been outside it. */
  readonly worstCaseMs: number | null;
  /** The time outside the limit if the uncertain gaps had been outside it. The verdict uses this one. */
  readonly uncertainMs: number | null;
  readonly firedAt: number | null;
  /** The rule rejects, but fired only because of lone readings, which point to the sensor rather than the goods. */
  readonly isByLoneReadings?: true;
};

/** What the record of one channel contains. */
export type ChannelMeasurement = {
  readonly readings: number;
  readonly differing: number;
  /** The times within the span at which a value could not be read. */
  readonly unreadable: readonly UnreadableSample[];
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly coverage: Coverage;
};

/** Everything that the checks of a verdict use. */
export type RecordMeasurements = {
  readonly profile: Profile;
  readonly span: Span;
  /** Whether the span's start or end is only that of the record, because the caller did not know the journey's. */
  readonly recordOnly: { readonly from: boolean; readonly to: boolean };
  /** The profile's reporting interval was replaced by the device's own. */
  readonly ownInterval: boolean;
  /** Whether the shipment's route is known. */
  readonly hasRoute: boolean;
  readonly channels: ReadonlyMap<Channel, ChannelMeasurement>;
  /** The channels used by a judging rule or by the mean kinetic temperature. */
  readonly usedChannels: readonly Channel[];
  readonly rules: readonly RuleMeasurement[];
  readonly excursions: readonly Excursion[];
  readonly meanKineticTemperature: MeanKineticTemperature | null;
  /**
   * Share of the vial monitor's life that was used; null if the profile names no vial monitor or there is no
   * temperature.
   */
  readonly vialMonitorLife: number | null;
  /** What was sent but not understood, one sentence each. */
  readonly notUnderstood: readonly string[];
  /** Diagnostics about the sensor, the connection and the journey. */
  readonly found: readonly Diagnostic[];
};

/** One answer of a check. A `note` neither passes nor fails; every verdict includes it. */
export type Answer = {
  readonly outcome: Outcome | 'note';
  readonly sentence: string;
  readonly rejects?: true;
};

/** One question about the record. The verdict only combines the answers. */
export type Check = (findings: RecordMeasurements) => readonly Answer[];
