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

/** The diagnostics that concern a device; the others concern the journey of its shipment. */
export const deviceDiagnosticKinds = [
  'battery-low',
  'stuck',
  'clock-off',
  'calibration-ended',
  'sensors-differ',
  'contact-lost',
  'lone-reading',
  'channel-unreadable',
  'messages-not-understood',
] as const satisfies readonly DiagnosticKind[];

export type DeviceDiagnosticKind = (typeof deviceDiagnosticKinds)[number];
