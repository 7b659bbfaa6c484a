import type { Severity } from '../../model/profile.ts';

/**
 * The diagnostics, which are not excursions: they concern the sensor, the journey or the connection, never the goods.
 */
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

/**
 * How many messages of one day were refused or had times outside every assignment of their device, and the first
 * reason.
 */
export type MessageCounts = {
  readonly refused: number;
  readonly misplaced: number;
  readonly reason: string;
};

/** One diagnostic. Times are device times in epoch milliseconds; `to` is null while it lasts. */
export type Diagnostic = {
  readonly kind: DiagnosticKind;
  /** What it concerns: a channel, a rule or another device; empty if the kind alone says it. */
  readonly subject: string;
  readonly severity: Severity;
  readonly from: number;
  readonly to: number | null;
  readonly sentence: string;
  /** The number of messages that were not understood. */
  readonly messages?: MessageCounts;
};
