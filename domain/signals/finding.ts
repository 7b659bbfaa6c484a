import type { Severity } from '../profile.ts';

/** What can be found out beside excursions: about the sensor, the journey, the contact. None of it judges the goods. */
export const findingKinds = [
  'battery-low',
  'stuck',
  'clock-off',
  'calibration-ended',
  'standing',
  'late',
  'limit-ahead',
  'sensors-differ',
  'contact-lost',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** One finding. Times are device times, epoch milliseconds; `to` is null while it lasts. */
export type Finding = {
  readonly kind: FindingKind;
  /** What it is about: a channel, a rule, another device; empty where the kind says it all. */
  readonly subject: string;
  readonly severity: Severity;
  readonly from: number;
  readonly to: number | null;
  readonly sentence: string;
};
