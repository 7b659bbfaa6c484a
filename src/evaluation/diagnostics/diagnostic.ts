import type { Severity } from '../../model/profile.ts';

/** What can be found out beside excursions: about the sensor, the journey, the contact. None of it judges the goods. */
export const diagnosticKinds = [
  'battery-low',
  'stuck',
  'clock-off',
  'calibration-ended',
  'standing',
  'late',
  'limit-ahead',
  'sensors-differ',
  'contact-lost',
  'lone-reading',
  'channel-unreadable',
  'messages-not-understood',
] as const;
export type DiagnosticKind = (typeof diagnosticKinds)[number];

/** How many messages of a day were refused, or had times of no assignment of their device; and the first reason. */
export type MessageCounts = {
  readonly refused: number;
  readonly misplaced: number;
  readonly reason: string;
};

/** One finding. Times are device times, epoch milliseconds; `to` is null while it lasts. */
export type Diagnostic = {
  readonly kind: DiagnosticKind;
  /** What it is about: a channel, a rule, another device; empty where the kind says it all. */
  readonly subject: string;
  readonly severity: Severity;
  readonly from: number;
  readonly to: number | null;
  readonly sentence: string;
  /** Of messages that were not understood: how many. */
  readonly messages?: MessageCounts;
};
