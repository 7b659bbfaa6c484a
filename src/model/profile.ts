import type { ScalarChannel } from './reading.ts';

/** Severities in rising order. */
export const severities = ['info', 'minor', 'major', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** The phases of a journey: before departure, until arrival, and after it. */
export const phases = ['origin', 'in-transit', 'destination'] as const;
export type Phase = (typeof phases)[number];

/** `above`, `below` and `outside` exclude the limit itself from the excursion; `atLeast` and `atMost` include it. */
export type Limit =
  | { readonly kind: 'above' | 'below' | 'atLeast' | 'atMost'; readonly limit: number }
  | { readonly kind: 'outside'; readonly low: number; readonly high: number };

/**
 * The allowed time outside a limit: none, one run, or all runs together. `reached` fires at the duration, otherwise
 * beyond it.
 */
export type Allowance =
  | { readonly mode: 'instant' }
  | {
      readonly mode: 'consecutive' | 'cumulative';
      readonly milliseconds: number;
      readonly firesWhen: 'reached' | 'exceeded';
    };

/** A limit on one channel, or on its rate of change, and how long values may be outside it. */
export type LimitRule = {
  readonly id: string;
  readonly channel: ScalarChannel;
  readonly limit: Limit;
  /**
   * Null: the limit applies to the value. Otherwise it applies to the mean change per minute over this window, where a
   * fall is negative.
   */
  readonly rateWindowMs: number | null;
  readonly allowance: Allowance;
  readonly severity: Severity;
  /** If the rule fires, rejection is recommended. */
  readonly rejects: boolean;
  /** False: the rule only warns and does not affect the verdict. */
  readonly judges: boolean;
  /** Null: the rule applies to the whole journey. */
  readonly phases: readonly Phase[] | null;
  /**
   * How long the rule must be in range before people are notified that it is. If values leave the range sooner, no
   * notification is sent.
   */
  readonly clearAfterMs: number;
};

/**
 * A rule on the journey: staying too long outside a known place, or being late, is reported but does not affect the
 * verdict.
 */
export type JourneyRule = { readonly id: string; readonly severity: Severity } & (
  | { readonly kind: 'standing'; readonly longerThanMs: number; readonly withinMeters: number }
  | { readonly kind: 'late'; readonly longerThanMs: number }
);

/** Limits on the health of the sensor. */
export type Health = {
  /** The battery is low at or below this charge, in percent. */
  readonly lowBatteryPercent: number;
  /** The allowed difference between the device's clock and the server's. */
  readonly clockToleranceMs: number;
  /** Null: a value may stay the same indefinitely. */
  readonly stuckForMs: number | null;
};

/** Types of vaccine vial monitors, named by the days that they last at 37 degrees Celsius. */
export const vialMonitors = ['VVM2', 'VVM7', 'VVM14', 'VVM30'] as const;
export type VialMonitor = (typeof vialMonitors)[number];

/** Energies in kJ/mol, temperatures in degrees Celsius, times in milliseconds. */
export type MeanKineticTemperatureLimit = {
  readonly maxCelsius: number;
  readonly windowMs: number;
  readonly deltaH: number;
};

/** Storage limits of a shipment. A version of a profile never changes. */
export type Profile = {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  /** What no source confirms. It appears in the profile and the report, not in every verdict. */
  readonly unverified: readonly string[];
  readonly reportingIntervalMs: number;
  readonly maxGapMs: number;
  readonly minimumCoverage: number;
  readonly longestGapMs: number;
  /** Conditioning at the start, which is not evaluated. It ends at the departure at the latest. */
  readonly startDelayMs: number;
  readonly rules: readonly LimitRule[];
  readonly journeyRules: readonly JourneyRule[];
  readonly meanKineticTemperature: MeanKineticTemperatureLimit | null;
  readonly vialMonitor: VialMonitor | null;
  readonly health: Health;
  /** Whether a release needs a reason if the calibration of a sensor used for the verdict is unknown. */
  readonly calibrationRequired: boolean;
  /** The allowed difference between two of the goods' sensors in degrees Celsius; null: not checked. */
  readonly sensorsDifferByCelsius: number | null;
  /** Severity of the warning that a limit will be crossed if nothing changes; null: no warning. */
  readonly forecast: Severity | null;
};
