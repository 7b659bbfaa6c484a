import { describe, expect, test } from 'vitest';
import type { NotifiableEvent } from '../../src/shipments/ledger-event.ts';
import {
  arrived,
  at,
  attached,
  contradicted,
  created,
  found,
  lost,
  planChanged,
  restored,
  signed,
} from '../support/facts.ts';
import { notified } from '../support/messages.ts';
import { type DiagnosticKind, diagnosticKinds } from '../../src/model/diagnostic-kind.ts';

const link = 'https://cold.example/shipments/S-1';
/** Everything that a person reads: subject, SMS, the lines of the email that are not empty. */
function read(...of: Parameters<typeof notified>): string[] {
  const { subject, sms, email } = notified(...of);
  return [subject, sms, ...email.split('\n').filter((line) => line !== '')];
}
/** The rows of a message with a first column so wide, and what follows them. */
const rows = (width: number, own: readonly (readonly [string, string])[], severity: string, entry = 2) => [
  ...[
    ['Shipment', 'S-1, vaccine'],
    ['Route', 'Cambridge to Stansted'],
    ['Sensor', 'lid'],
    ...own,
    ['Carrier', 'not in the plan of the shipment'],
  ].map(([name, value]) => `${`${name}:`.padEnd(width)}${value}`),
  `Open the shipment: ${link}`,
  `Severity: ${severity}. Storage limits: test, version 1. Audit trail: entry ${entry}, 0000000000000000.`,
];

describe('a message about contact', () => {
  test('says that there is no signal', () => {
    expect(read(lost('lid', at(9)))).toEqual([
      'No signal: lid, S-1 vaccine',
      `No signal: lid, S-1 vaccine, since 00:09 UTC. Ask the carrier. ${link}`,
      'No signal: lid',
      'Nothing has been received from lid since 00:09 UTC. What happens to the goods meanwhile is unknown.',
      'What to do: Ask the carrier where the goods are and whether the sensor is on. Readings stored in it count when they arrive.',
      ...rows(
        14,
        [
          ['Last contact', '2026-01-01 00:09 UTC'],
          ['Allowed', '30 min without a reading'],
        ],
        'minor',
      ),
    ]);
  });

  test.each([{}, { late: null }])('says that the sensor is back without readings: %j', (fields) => {
    expect(read(restored('lid', at(90), fields))).toEqual([
      'RESOLVED: lid back online, S-1 vaccine',
      `RESOLVED: lid back online, S-1 vaccine, since 01:30 UTC. Nothing to do. ${link}`,
      'RESOLVED: lid back online',
      'lid is back online since 01:30 UTC. It sent no readings from the time without a signal.',
      'What to do: Nothing now. The time without a signal counts as a gap, and may prevent the release.',
      ...rows(
        15,
        [
          ['Back since', '2026-01-01 01:30 UTC'],
          ['Received late', 'no readings'],
        ],
        'info',
      ),
    ]);
  });

  test('says how many stored readings were received', () => {
    const late = { readings: 3, from: at(10), to: at(80) };
    expect(read(restored('lid', at(90), { late }))).toEqual([
      'RESOLVED: lid back online, S-1 vaccine',
      `RESOLVED: lid back online, S-1 vaccine, since 01:30 UTC. Nothing to do. ${link}`,
      'RESOLVED: lid back online',
      'lid is back online since 01:30 UTC; 3 stored readings received, from 00:10 UTC to 01:20 UTC.',
      'What to do: Nothing. If the stored readings show an excursion, another message says so.',
      ...rows(
        15,
        [
          ['Back since', '2026-01-01 01:30 UTC'],
          ['Received late', '3 readings, from 2026-01-01 00:10 UTC to 2026-01-01 01:20 UTC'],
        ],
        'info',
      ),
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
      'Have the sensor calibrated before its next journey; the pharmacist decides about this one.',
      'Calibrate the sensor.',
    ],
    standing: ['Ask the carrier why the goods are not moving.', 'Ask the carrier.'],
    late: ['Ask the carrier where the goods are, and inform the recipient.', 'Ask the carrier.'],
    'limit-ahead': [
      `Call the carrier: check the cooling and close the box. ${quarantineGoods}`,
      'Call the carrier: check cooling, close the box.',
    ],
    'sensors-differ': ['Check the sensors against each other.', 'Check the sensors.'],
    'contact-lost': [
      'Ask the carrier where the goods are and whether the sensor is on. Readings stored in it count when they arrive.',
      'Ask the carrier.',
    ],
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
  const opening: { readonly [kind in DiagnosticKind]: string } = {
    'battery-low': 'Battery low: lid, ',
    stuck: 'Readings not changing: lid, ',
    'clock-off': 'Sensor clock wrong: lid, ',
    'calibration-ended': 'Calibration expired: lid, ',
    standing: 'Not moving: ',
    late: 'Late: ',
    'limit-ahead': 'Excursion expected: lid, ',
    'sensors-differ': 'Sensors disagree: lid, ',
    'contact-lost': 'No signal: lid, ',
    'lone-reading': 'Single reading out of line: lid, ',
    'channel-unreadable': 'Values unreadable: lid, ',
    'messages-not-understood': 'Messages refused: lid, ',
  };
  test.each(diagnosticKinds)('says what is wrong and what to do: %s', (kind) => {
    const [long, short] = todo[kind];
    const sentence = 'So it is for 5 h 2 min 16.713 s since 2026-01-01 00:31:20 UTC: 8.5 °C.';
    expect(read(found('lid', { kind, severity: 'major', sentence }))).toEqual([
      `${opening[kind]}S-1 vaccine`,
      `${opening[kind]}S-1 vaccine. ${short} ${link}`,
      opening[kind].replace(/[:,] $/, ''),
      'So it is for 5 h 2 min since 2026-01-01 00:31 UTC: 8.5 °C.',
      `What to do: ${long}`,
      ...rows(10, [], 'major'),
    ]);
  });
});

test('an inferred arrival is worded as a question', () => {
  expect(read(arrived(at(60), 'lid') as NotifiableEvent)).toEqual([
    'Arrived?: 01:00 UTC, S-1 vaccine',
    `Seems to have arrived 01:00 UTC. Confirm? S-1 vaccine. Confirm the arrival once the goods are there. ${link}`,
    'Seems to have arrived 01:00 UTC. Confirm?',
    'Arrived?: 01:00 UTC',
    'The positions show the goods at their destination since 01:00 UTC. Nobody has confirmed it yet.',
    'What to do: If the goods have arrived, confirm the arrival with its time. Until then the goods are evaluated as in transit.',
    ...rows(23, [['Seems to have arrived', '2026-01-01 01:00 UTC']], 'info'),
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
    const receipts = [
      signed(),
      signed({ decision: 'partly-released', rejected: ['B'], corrects: 3 }),
      signed({ decision: 'rejected', corrects: 4 }),
    ];
    const fact = contradicted(4, { failed, recommendation: 'reject' });
    expect(read(fact, [attached('lid'), ...receipts])).toEqual([
      'Release contradicted: rejection recommended now, S-1 vaccine',
      `Release contradicted: rejection recommended now, S-1 vaccine. Stop the use of the goods, ask the pharmacist. ${link}`,
      'Release contradicted: rejection recommended now',
      'Readings that came after the signature contradict it: Paul Okafor signed "partly released, partly rejected" on 2026-01-01 05:01 UTC, and now the recommendation is to reject.',
      'What to do: Stop the use of the goods and ask the pharmacist who signed. The signed decision stays until a correction is signed.',
      ...rows(
        19,
        [
          [
            'Signed',
            'partly released, partly rejected, by Paul Okafor, 2026-01-01 05:01 UTC (audit trail entry 4)',
          ],
          ['Failed since then', words],
        ],
        'critical',
        6,
      ),
    ]);
  });

  test.each([
    [
      'which lot was decided before',
      [{ rule: 'earlier decision', product: 'vaccine', lots: ['A1'] }],
      'Vaccine lot A1, quarantine recommended now',
      'an earlier decision did not release Vaccine lot A1. ',
    ],
    [
      'which goods used more than allowed',
      [
        { rule: 'allowance warm-12h', product: 'serum', lots: ['S1', 'S2'] },
        { rule: 'allowance warm-12h', product: 'vaccine' },
      ],
      'Serum lots S1, S2, Vaccine, quarantine recommended now',
      'allowance warm-12h is exceeded or cannot be shown to hold for Serum lots S1, S2; allowance warm-12h is exceeded or cannot be shown to hold for Vaccine. ',
    ],
    [
      'it of the only product',
      [{ rule: 'earlier decision' }],
      'quarantine recommended now',
      'an earlier decision did not release the goods. ',
    ],
    [
      'of too many lots for a text message only in the mail',
      [{ rule: 'earlier decision', lots: Array.from({ length: 30 }, (_, lot) => `L${lot}`) }],
      'quarantine recommended now',
      'an earlier decision did not release lots L0, L1, L2, ',
    ],
  ])('of earlier legs says %s', (_, given, brief, lead) => {
    const failed = given.map((each) => ({ device: '', seconds: 0, worst: 0, ...each }));
    const fact = contradicted(3, { failed, recommendation: 'quarantine', legs: ['CW-87'] });
    const products = ['Vaccine', 'Serum'].map((name) => ({
      id: name.toLowerCase(),
      name,
      profile: { id: 'warm', version: 1 },
      lots: [],
    }));
    const texts = read(fact, [attached('lid'), signed({}), planChanged({ products })]);
    expect(texts[0]).toBe(`Release contradicted: ${brief}, S-1 vaccine`);
    expect(texts[3]).toContain(`What became known of CW-87 after the signature contradicts it: ${lead}`);
  });

  test('names goods with up to 34 characters in its heading, and others only below it', () => {
    const headingOf = (lot: string) => {
      const failed = [{ device: '', rule: 'earlier decision', seconds: 0, worst: 0, lots: [lot] }];
      return read(contradicted(3, { failed, legs: ['S-0'] }), [attached('lid'), signed()])[2];
    };
    const longest = 'L'.repeat(34 - 'lot '.length);
    expect(headingOf(longest)).toBe(`Release contradicted: lot ${longest}, quarantine recommended now`);
    expect(headingOf(`${longest}L`)).toBe('Release contradicted: quarantine recommended now');
  });

  test.each<[string, Parameters<typeof contradicted>[1], string, string, string]>([
    [
      'the earlier shipments of which more became known',
      { legs: ['S-8', 'S-9'] },
      'What became known of S-8, S-9 after the signature contradicts it: ',
      'quarantine.',
      'quarantine recommended now',
    ],
    [
      'the product that it is about',
      { product: 'b' },
      'Readings that came after the signature contradict it: ',
      'quarantine Serum.',
      'Serum, quarantine recommended now',
    ],
  ])('names %s', (_, fields, cause, end, brief) => {
    const products = ['Vaccine', 'Serum'].map((name, index) => ({
      id: 'ab'.charAt(index),
      name,
      profile: { id: 'test', version: 1 },
      lots: [],
    }));
    const before = [created({ products }), attached('lid'), signed()];
    const texts = read(contradicted(3, fields), before);
    expect(texts[0]).toBe(`Release contradicted: ${brief}, S-1 vaccine`);
    expect(texts.find((line) => line.includes('signature'))).toBe(
      `${cause}Paul Okafor signed "released" on 2026-01-01 05:01 UTC, and now the recommendation is to ${end}`,
    );
  });
});
