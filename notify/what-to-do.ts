// What people are asked to do; the short forms are for an SMS.

export const keepApart = 'Keep the goods apart on arrival; a pharmacist decides on their use.';
export const keepApartInShort = 'Keep the goods apart for the pharmacist.';
export const callCarrier = `Call the carrier: check the cooling and close the box. ${keepApart}`;
export const callCarrierInShort = 'Call the carrier: check cooling, close the box.';
export const nothing = { todo: 'Nothing.', inShort: 'Nothing to do.' } as const;

/** What to do about each finding. */
export const whatToDo = {
  'battery-low': { todo: 'Change or charge the sensor at the next stop.', inShort: 'Charge the sensor.' },
  stuck: {
    todo: 'Look at the sensor, or send one along that is known to work.',
    inShort: 'Check the sensor.',
  },
  'clock-off': {
    todo: 'Set the clock of the sensor; its times are kept as they came.',
    inShort: 'Set its clock.',
  },
  'calibration-ended': {
    todo: 'Have the sensor calibrated before its next journey; the pharmacist decides on this one.',
    inShort: 'Calibrate the sensor.',
  },
  standing: { todo: 'Ask the carrier why the goods stand there.', inShort: 'Ask the carrier.' },
  late: {
    todo: 'Ask the carrier where the goods are, and tell who waits for them.',
    inShort: 'Ask the carrier.',
  },
  'limit-ahead': { todo: callCarrier, inShort: callCarrierInShort },
  'sensors-differ': { todo: 'Check the sensors against each other.', inShort: 'Check the sensors.' },
  'release-contradicted': {
    todo: 'Stop the use of the goods and ask the pharmacist who signed. The signed decision stays until a correction is signed.',
    inShort: 'Stop the use of the goods, ask the pharmacist.',
  },
  'contact-lost': { todo: 'Ask the carrier.', inShort: 'Ask the carrier.' },
} as const;
