import { describe, expect, test } from 'vitest';
import type { NotifiableEvent } from '../../src/shipments/ledger-event.ts';
import { arrived, at, attached, contradicted, found, lost, restored, signed } from '../support/facts.ts';
import { notified } from '../support/messages.ts';
import { type DiagnosticKind, diagnosticKinds } from '../../src/model/diagnostic-kind.ts';

const shipment = 'S-1, vaccine, from Cambridge to Stansted';
/** Everything that a person reads: subject, SMS, the lines of the email. */
function read(...of: Parameters<typeof notified>): string[] {
  const { subject, sms, email } = notified(...of);
  return [subject, sms, ...email.split('\n')];
}
const end = (severity: string, entry = 2) => [
  '',
  `Profile test, version 1. Severity: ${severity}. Ledger entry ${entry}, 0000000000000000.`,
];

describe('a message about contact', () => {
  test('says that contact is lost', () => {
    expect(read(lost('lid', at(9)))).toEqual([
      'MINOR S-1: lid is offline',
      'MINOR S-1: lid is offline. Ask the carrier.',
      'lid is offline.',
      '',
      `Shipment:     ${shipment}`,
      'Sensor:       lid',
      'Last contact: 2026-01-01 00:09 UTC',
      'Allowed:      30 min without a reading',
      '',
      'What to do: Ask the carrier where the goods are and whether the sensor is on. Readings stored in it count when they arrive.',
      ...end('minor'),
    ]);
  });

  const nothing =
    'What to do: Nothing, unless the stored readings show an excursion, which has its own notification.';
  test.each([{}, { late: null }])('says that contact is back: %j', (fields) => {
    expect(read(restored('lid', at(90), fields))).toEqual([
      'INFO S-1: lid is back online',
      'INFO S-1: lid is back online. Nothing to do.',
      'lid is back online.',
      '',
      `Shipment:      ${shipment}`,
      'Sensor:        lid',
      'Back since:    2026-01-01 01:30 UTC',
      'Received late: no readings from the time offline',
      '',
      nothing,
      ...end('info'),
    ]);
  });

  test('says how many stored readings were received', () => {
    const late = { readings: 3, from: at(10), to: at(80) };
    expect(read(restored('lid', at(90), { late }))).toEqual([
      'INFO S-1: lid is back online; 3 stored readings received',
      'INFO S-1: lid is back online; 3 stored readings received. Nothing to do.',
      'lid is back online; 3 stored readings received.',
      '',
      `Shipment:      ${shipment}`,
      'Sensor:        lid',
      'Back since:    2026-01-01 01:30 UTC',
      'Received late: 3 readings from 2026-01-01 00:10 UTC to 2026-01-01 01:20 UTC',
      '',
      nothing,
      ...end('info'),
    ]);
  });
});

describe('a message about a diagnostic', () => {
  const quarantineGoods = 'Quarantine the goods on arrival; a pharmacist decides on their use.';
  const todo: { readonly [kind in DiagnosticKind]: [todo: string, inShort: string] } = {
    'battery-low': ['Change or charge the sensor at the next stop.', 'Charge the sensor.'],
    stuck: ['Check the sensor, or add one that is known to work.', 'Check the sensor.'],
    'clock-off': [
      'Set the clock of the sensor. The times that it has sent are stored unchanged.',
      'Set its clock.',
    ],
    'calibration-ended': [
      'Have the sensor calibrated before its next journey; the pharmacist decides on this one.',
      'Calibrate the sensor.',
    ],
    standing: ['Ask the carrier why the goods are not moving.', 'Ask the carrier.'],
    late: ['Ask the carrier where the goods are, and inform the recipient.', 'Ask the carrier.'],
    'limit-ahead': [
      `Call the carrier: check the cooling and close the box. ${quarantineGoods}`,
      'Call the carrier: check cooling, close the box.',
    ],
    'sensors-differ': ['Check the sensors against each other.', 'Check the sensors.'],
    'contact-lost': ['Ask the carrier.', 'Ask the carrier.'],
    'lone-reading': [
      'Check the goods and the sensor: a single reading differs from all readings around it.',
      'Check the goods and the sensor.',
    ],
    'channel-unreadable': [
      `The sensor is online, but its values cannot be read. Check its probe and cable, or add a sensor that works. ${quarantineGoods}`,
      'Check the probe, or replace the sensor.',
    ],
    'messages-not-understood': [
      'Ask operations to check the refused messages and the settings of the device: its payload and its clock.',
      'Ask operations to check the device.',
    ],
  };
  test.each(diagnosticKinds)('says what is wrong and what to do: %s', (kind) => {
    const [long, short] = todo[kind];
    expect(read(found('lid', { kind, severity: 'major', sentence: 'It is so, at 8.5 °C. Check.' }))).toEqual([
      'MAJOR S-1: It is so, at 8.5 °C. Check',
      `MAJOR S-1: It is so, at 8.5 C. Check. ${short}`,
      'It is so, at 8.5 °C. Check.',
      '',
      `Shipment: ${shipment}`,
      'Sensor:   lid',
      '',
      `What to do: ${long}`,
      ...end('major'),
    ]);
  });
});

test('an inferred arrival is worded as a question', () => {
  expect(read(arrived(at(60), 'lid') as NotifiableEvent)).toEqual([
    'INFO S-1: Seems to have arrived 01:00 UTC. Confirm?',
    'INFO S-1: Seems to have arrived 01:00 UTC. Confirm? Confirm the arrival once the goods are there.',
    'Seems to have arrived 01:00 UTC. Confirm?',
    '',
    `Shipment:              ${shipment}`,
    'Sensor:                lid',
    'Seems to have arrived: 2026-01-01 01:00 UTC',
    '',
    'What to do: If the goods have arrived, confirm the arrival with its time. Until then the goods are evaluated as in transit.',
    ...end('info'),
  ]);
});

describe('a message about a contradicted release', () => {
  const failure = { seconds: 1, worst: 2 };
  const both = [
    { device: 'lid', rule: 'warm', ...failure },
    { device: 'floor', rule: 'hot', ...failure },
  ];
  test.each([
    ['names the rules that failed', both, 'lid warm, floor hot'],
    ['says that no further rule failed', [], 'no further rule'],
  ])('%s, and what was signed', (_, failed, words) => {
    // The decision that the event names, not the one in force.
    const receipts = [signed({ decision: 'partly-released' }), signed({ decision: 'rejected', corrects: 3 })];
    const fact = contradicted(3, { failed, recommendation: 'reject' });
    expect(read(fact, [attached('lid'), ...receipts])).toEqual([
      'CRITICAL S-1: late readings contradict the release: reject recommended now',
      'CRITICAL S-1: late readings contradict the release: reject recommended now. Stop the use of the goods, ask the pharmacist.',
      'Late readings contradict the release: reject recommended now.',
      '',
      `Shipment:          ${shipment}`,
      'Sensor:            lid',
      'Signed:            Paul Okafor, 2026-01-01 05:01 UTC, entry 3: partly released',
      `Failed since then: ${words}`,
      '',
      'What to do: Stop the use of the goods and ask the pharmacist who signed. The signed decision stays until a correction is signed.',
      ...end('critical', 5),
    ]);
  });
});
