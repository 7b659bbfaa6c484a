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

/** A limit on one channel and how long it may be passed. */
export type LimitRule = {
  readonly id: string;
  readonly channel: ScalarChannel;
  readonly limit: Limit;
  readonly allowance: Allowance;
  readonly severity: Severity;
  /** Firing recommends rejection. */
  readonly rejects: boolean;
  /** False: warns only, and has no say in the verdict. */
  readonly judges: boolean;
  /** Null: the whole journey. */
  readonly phases: readonly Phase[] | null;
};

/** Limit rules are the first member; rate and location rules will join with a fold of their own. */
export type Rule = LimitRule;

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
  readonly reportingIntervalMs: number;
  readonly maxGapMs: number;
  readonly minimumCoverage: number;
  readonly longestGapMs: number;
  readonly rules: readonly Rule[];
  readonly meanKineticTemperature: MeanKineticTemperatureLimit | null;
};
