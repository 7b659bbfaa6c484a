import type { ScalarChannel } from './reading.ts';

/** Severities in rising order. */
export const severities = ['info', 'minor', 'major', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** The parts of a journey: before departure, until arrival, after it. */
export const phases = ['origin', 'in-transit', 'destination'] as const;
export type Phase = (typeof phases)[number];

/** `above`, `below` and `outside` exclude the limit itself from the excursion; `atLeast` and `atMost` include it. */
export type Limit =
  | { readonly kind: 'above' | 'below' | 'atLeast' | 'atMost'; readonly limit: number }
  | { readonly kind: 'outside'; readonly low: number; readonly high: number };

/** What a rule lets pass: nothing, one run, or all runs together; `reached` fires at the duration, else beyond it. */
export type Allowance =
  | { readonly mode: 'instant' }
  | {
      readonly mode: 'consecutive' | 'cumulative';
      readonly milliseconds: number;
      readonly firesWhen: 'reached' | 'exceeded';
    };

/** A limit on one channel, or on its rate of change, and how long it may be passed. */
export type LimitRule = {
  readonly id: string;
  readonly channel: ScalarChannel;
  readonly limit: Limit;
  /** Null: the limit is on the value. Else on its mean change per minute over this window; a fall is negative. */
  readonly rateWindowMs: number | null;
  readonly allowance: Allowance;
  readonly severity: Severity;
  /** Firing recommends rejection. */
  readonly rejects: boolean;
  /** False: warns only, and has no say in the verdict. */
  readonly judges: boolean;
  /** Null: the whole journey. */
  readonly phases: readonly Phase[] | null;
  /** How long the rule must hold again before people are told that it does; what comes back sooner is no news. */
  readonly clearAfterMs: number;
};

/** What is asked of a journey: whoever stands too long outside a known place, or is late, is spoken of, not judged. */
export type JourneyRule = { readonly id: string; readonly severity: Severity } & (
  | { readonly kind: 'standing'; readonly longerThanMs: number; readonly withinMeters: number }
  | { readonly kind: 'late'; readonly longerThanMs: number }
);

/** What is asked of a sensor itself. */
export type Health = {
  /** Percent of charge at or below which the battery is low. */
  readonly lowBatteryPercent: number;
  /** How far the device's clock may be from ours. */
  readonly clockToleranceMs: number;
  /** Null: a value may stay as long as it likes. */
  readonly stuckForMs: number | null;
};

/** Types of vaccine vial monitors, by the days that they last at 37 degrees Celsius. */
export const vialMonitors = ['VVM2', 'VVM7', 'VVM14', 'VVM30'] as const;
export type VialMonitor = (typeof vialMonitors)[number];

/** Energies in kJ/mol, temperatures in degrees Celsius, times in milliseconds. */
export type MeanKineticTemperatureLimit = {
  readonly maxCelsius: number;
  readonly windowMs: number;
  readonly deltaH: number;
};

/** What a shipment may bear. A version of a profile never changes. */
export type Profile = {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  /** What in it no source confirms: said at the profile and in the report, not with every verdict. */
  readonly unverified: readonly string[];
  readonly reportingIntervalMs: number;
  readonly maxGapMs: number;
  readonly minimumCoverage: number;
  readonly longestGapMs: number;
  /** Conditioning at the beginning, which is not judged; it ends with the departure at the latest. */
  readonly startDelayMs: number;
  readonly rules: readonly LimitRule[];
  readonly journeyRules: readonly JourneyRule[];
  readonly meanKineticTemperature: MeanKineticTemperatureLimit | null;
  readonly vialMonitor: VialMonitor | null;
  readonly health: Health;
  /** Whether a release needs a reason where the calibration of a sensor that decides is not known. */
  readonly calibrationRequired: boolean;
  /** Degrees Celsius by which two sensors of the goods may differ; null: it is not looked at. */
  readonly sensorsDifferByCelsius: number | null;
  /** How loudly people are warned of a limit that will be passed if nothing changes; null: not at all. */
  readonly forecast: Severity | null;
};
