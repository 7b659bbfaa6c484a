import { plural } from './plural.ts';

/** Loggers, before and while they are attached. */
export const loggerTexts = {
  role: 'Where it measures',
  calibratedUntil: 'Calibrated until',

  /** What is known of a logger. */
  check: {
    checking: 'Checking…',
    notChecked: 'Could not check this logger now. It is checked when it is attached.',
    neverHeard: 'Never heard: check the name.',
    neverHeardRegistered: 'Registered, but never heard: check the name, or switch it on.',
    heard: (ago: string) => `Heard ${ago}`,
    heardLongAgo: (ago: string) => `Last heard ${ago}: is it switched on?`,
    battery: (percent: string) => `Battery ${percent}`,
    batteryLow: (percent: string) => `Battery ${percent}: charge or replace it`,
    batteryUnknown: 'Battery unknown',
    reads: (temperature: string) => `Reads ${temperature}`,
    calibrated: (moment: string) => `Calibrated until ${moment}`,
    calibrationEnds: (moment: string) => `Calibration ends ${moment}, before the planned arrival`,
    calibrationEnded: (moment: string) => `Calibration expired ${moment}`,
    calibrationUnknown: 'Calibration date unknown: check its certificate',
    certificate: (moment: string) => `Device certificate valid until ${moment}`,
    certificateEnds: (moment: string) => `Device certificate ends ${moment}, before the planned arrival`,
    certificateEnded: (moment: string) => `Device certificate expired ${moment}: it cannot connect`,
    noCertificate: 'No active device certificate: it cannot connect',
    notRegistered: 'Not registered here: it is heard through a gateway or another platform',
    attachedHere: 'Attached to this shipment',
    attachedTo: (shipment: string, since: string) =>
      `Attached to ${shipment} since ${since}: detach it there first`,
    attachedElsewhere: (since: string) =>
      `Attached to a shipment of another site since ${since}: it must be detached there first`,
    refused: (n: number, reason: string) => `${plural(n, 'message', 'messages')} refused lately: ${reason}`,
  },
} as const;
