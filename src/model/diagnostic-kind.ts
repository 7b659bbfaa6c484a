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
  // Nothing reports it any more; stored ledgers contain it.
  'limit-ahead',
  'sensors-differ',
  'contact-lost',
  'lone-reading',
  'channel-unreadable',
  'messages-not-understood',
] as const;

export type DiagnosticKind = (typeof diagnosticKinds)[number];
