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
      'MINOR S-1: no contact with lid',
      'MINOR S-1: no contact with lid. Ask the carrier.',
      'No contact with lid.',
      '',
      `Shipment:   ${shipment}`,
      'Sensor:     lid',
      'Last heard: 2026-01-01 00:09 UTC',
      'Allowed:    30 min without a reading',
      '',
      'What to do: Ask the carrier where the goods are and whether the sensor is on. Readings stored in it count when they arrive.',
      ...end('minor'),
    ]);
  });

  const nothing = 'What to do: Nothing, unless an excursion is reported with the readings that came late.';
  test.each([{}, { late: null }])('says that contact is back: %j', (fields) => {
    expect(read(restored('lid', at(90), fields))).toEqual([
      'INFO S-1: lid is heard again',
      'INFO S-1: lid is heard again. Nothing to do.',
      'lid is heard again.',
      '',
      `Shipment:  ${shipment}`,
      'Sensor:    lid',
      'Heard:     2026-01-01 01:30 UTC',
      'Came late: nothing from the time in between',
      '',
      nothing,
      ...end('info'),
    ]);
  });

  test('says how many readings came late', () => {
    const late = { readings: 3, from: at(10), to: at(80) };
    expect(read(restored('lid', at(90), { late }))).toEqual([
      'INFO S-1: lid is heard again, 3 readings came late',
      'INFO S-1: lid is heard again, 3 readings came late. Nothing to do.',
      'lid is heard again, 3 readings came late.',
      '',
      `Shipment:  ${shipment}`,
      'Sensor:    lid',
      'Heard:     2026-01-01 01:30 UTC',
      'Came late: 3 readings from 2026-01-01 00:10 UTC to 2026-01-01 01:20 UTC',
      '',
      nothing,
      ...end('info'),
    ]);
  });
});

describe('a message about a diagnostic', () => {
  const quarantineGoods = 'Keep the goods apart on arrival; a pharmacist decides on their use.';
  const todo: { readonly [kind in DiagnosticKind]: [todo: string, inShort: string] } = {
    'battery-low': ['Change or charge the sensor at the next stop.', 'Charge the sensor.'],
    stuck: ['Look at the sensor, or send one along that is known to work.', 'Check the sensor.'],
    'clock-off': ['Set the clock of the sensor; its times are kept as they came.', 'Set its clock.'],
    'calibration-ended': [
      'Have the sensor calibrated before its next journey; the pharmacist decides on this one.',
      'Calibrate the sensor.',
    ],
    standing: ['Ask the carrier why the goods stand there.', 'Ask the carrier.'],
    late: ['Ask the carrier where the goods are, and tell who waits for them.', 'Ask the carrier.'],
    'limit-ahead': [
      `Call the carrier: check the cooling and close the box. ${quarantineGoods}`,
      'Call the carrier: check cooling, close the box.',
    ],
    'sensors-differ': ['Check the sensors against each other.', 'Check the sensors.'],
    'contact-lost': ['Ask the carrier.', 'Ask the carrier.'],
    'lone-reading': [
      'Look at the goods and at the sensor: one reading stands alone among readings that agree.',
      'Check the goods and the sensor.',
    ],
    'channel-unreadable': [
      `The sensor is heard, and what it measures cannot be read. Check its probe and cable, or send a sensor along that works. ${quarantineGoods}`,
      'Check the probe, or replace the sensor.',
    ],
    'messages-not-understood': [
      'Ask operations to look at the refused messages and at the settings of the device: its payload, its clock.',
      'Ask operations to check the device.',
    ],
  };
  test.each(diagnosticKinds)('says what is wrong and what to do: %s', (kind) => {
    const [long, short] = todo[kind];
    expect(read(found('lid', { kind, severity: 'major', sentence: 'It is so, at 8.5 °C. Look.' }))).toEqual([
      'MAJOR S-1: It is so, at 8.5 °C. Look',
      `MAJOR S-1: It is so, at 8.5 C. Look. ${short}`,
      'It is so, at 8.5 °C. Look.',
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
    'What to do: Confirm the arrival where the goods have arrived, at the time at which they did. Until somebody does, the goods are judged as on their way.',
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
    ['says that no single rule failed', [], 'no single rule'],
  ])('%s, and what was signed', (_, failed, words) => {
    // The decision that the event names, not the one in force.
    const receipts = [signed({ decision: 'partly-released' }), signed({ decision: 'rejected', corrects: 3 })];
    const fact = contradicted(3, { failed, recommendation: 'reject' });
    expect(read(fact, [attached('lid'), ...receipts])).toEqual([
      'CRITICAL S-1: late data speak against the release: reject recommended now',
      'CRITICAL S-1: late data speak against the release: reject recommended now. Stop the use of the goods, ask the pharmacist.',
      'Late data speak against the release: reject recommended now.',
      '',
      `Shipment:               ${shipment}`,
      'Sensor:                 lid',
      'Signed:                 Paul Okafor, 2026-01-01 05:01 UTC, entry 3: partly released',
      `Failed since, or worse: ${words}`,
      '',
      'What to do: Stop the use of the goods and ask the pharmacist who signed. The signed decision stays until a correction is signed.',
      ...end('critical', 5),
    ]);
  });
});
