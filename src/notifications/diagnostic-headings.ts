import type { DiagnosticKind } from '../model/diagnostic-kind.ts';

/** The first words of a message about a sensor or the journey. */
export const diagnosticHeadings: Readonly<Record<DiagnosticKind, string>> = {
  'battery-low': 'Battery low',
  stuck: 'Readings not changing',
  'clock-off': 'Sensor clock wrong',
  'calibration-ended': 'Calibration expired',
  standing: 'Not moving',
  late: 'Late',
  'limit-ahead': 'Excursion expected',
  'sensors-differ': 'Sensors disagree',
  'contact-lost': 'No signal',
  'lone-reading': 'Single reading out of line',
  'channel-unreadable': 'Values unreadable',
  'messages-not-understood': 'Messages refused',
};
