import type { DiagnosticKind } from './diagnostic-kind.ts';

// What people are asked to do, in messages and on the page. The short forms are for SMS.

export const quarantineGoods = 'Quarantine the goods on arrival; a pharmacist decides on their use.';
export const quarantineGoodsInShort = 'Quarantine the goods for the pharmacist.';
export const callCarrier = `Call the carrier: check the cooling and close the box. ${quarantineGoods}`;
export const callCarrierInShort = 'Call the carrier: check cooling, close the box.';

/** What to do about goods that are outside a limit, or (`isPast`) were outside one that they have come back within. */
export function whatToDoInExcursion(isPast: boolean): { readonly todo: string; readonly inShort: string } {
  return isPast
    ? { todo: quarantineGoods, inShort: quarantineGoodsInShort }
    : { todo: callCarrier, inShort: callCarrierInShort };
}

export const nothing = { todo: 'Nothing.', inShort: 'Nothing to do.' } as const;

/** What to do about an excursion that did not happen, by whether its alarm goes on for another reason. */
export const withdrawn = {
  ended: { todo: 'Nothing. Any other alarm of this shipment stays open.', inShort: 'Nothing to do.' },
  remains: {
    todo: 'Go on as before: the alarm stays open because of other readings.',
    inShort: 'The alarm stays open.',
  },
} as const;

/** What to do about each diagnostic and about events of the journey. */
export const whatToDo = {
  'battery-low': { todo: 'Change or charge the sensor at the next stop.', inShort: 'Charge the sensor.' },
  stuck: {
    todo: 'Check the sensor, or add one that is known to work.',
    inShort: 'Check the sensor.',
  },
  'clock-off': {
    todo: 'Set the clock of the sensor. The times that it has sent are stored unchanged.',
    inShort: 'Set its clock.',
  },
  'calibration-ended': {
    todo: 'Have the sensor calibrated before its next journey; the pharmacist decides about this one.',
    inShort: 'Calibrate the sensor.',
  },
  standing: { todo: 'Ask the carrier why the goods are not moving.', inShort: 'Ask the carrier.' },
  late: {
    todo: 'Ask the carrier where the goods are, and inform the recipient.',
    inShort: 'Ask the carrier.',
  },
  'limit-ahead': { todo: callCarrier, inShort: callCarrierInShort },
  'sensors-differ': { todo: 'Check the sensors against each other.', inShort: 'Check the sensors.' },
  'release-contradicted': {
    todo: 'Stop the use of the goods and ask the pharmacist who signed. The signed decision stays until a correction is signed.',
    inShort: 'Stop the use of the goods, ask the pharmacist.',
  },
  'lone-reading': {
    todo: 'Check the goods and the sensor: a single reading differs from all readings around it.',
    inShort: 'Check the goods and the sensor.',
  },
  'channel-unreadable': {
    todo: `The sensor is online, but its values cannot be read. Check its probe and cable, or add a sensor that works. ${quarantineGoods}`,
    inShort: 'Check the probe, or replace the sensor.',
  },
  'messages-not-understood': {
    todo: 'Ask operations to check the refused messages and the settings of the device: its payload and its clock.',
    inShort: 'Ask operations to check the device.',
  },
  arrived: {
    todo: 'If the goods have arrived, confirm the arrival with its time. Until then the goods are evaluated as in transit.',
    inShort: 'Confirm the arrival once the goods are there.',
  },
  'contact-lost': {
    todo: 'Ask the carrier where the goods are and whether the sensor is on. Readings stored in it count when they arrive.',
    inShort: 'Ask the carrier.',
  },
} as const satisfies Record<
  DiagnosticKind | 'arrived' | 'release-contradicted',
  { readonly todo: string; readonly inShort: string }
>;
