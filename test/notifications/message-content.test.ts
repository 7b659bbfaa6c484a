import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { at, attached, cleared, closed, escalated, opened, withdrawn } from '../support/facts.ts';
import { notified, warm } from '../support/messages.ts';
import { minute, profile, rule } from '../support/series.ts';

const half = { to: at(30), peak: 9.25, observedMs: 30 * minute };
const position = { latitude: 52.1, longitude: -0.123456, at: at(7) };
const link = 'https://cold.example/shipments/S-1';
const quarantineGoods = 'Quarantine the goods on arrival; a pharmacist decides on their use.';
const callCarrier = `Call the carrier: check the cooling and close the box. ${quarantineGoods}`;

/** Everything that a person reads: subject, SMS, the lines of the email that are not empty. */
function read(...of: Parameters<typeof notified>): string[] {
  const { subject, sms, email } = notified(...of);
  return [subject, sms, ...email.split('\n').filter((line) => line !== '')];
}
const shipment = [
  'Shipment:           S-1, vaccine',
  'Route:              Cambridge to Stansted',
  'Sensor:             lid',
];
const end = (severity: string, entry: number) => [
  'Carrier:            not in the plan of the shipment',
  `Open the shipment: ${link}`,
  `Severity: ${severity}. Storage limits: test, version 1, rule warm. Audit trail: entry ${entry}, 0000000000000000.`,
];
const figures = (back: string[] = []) => [
  'Out of range since: 2026-01-01 00:00 UTC',
  ...back,
  'Alarm:              2026-01-01 00:20 UTC',
  'Worst value:        9.25 °C; above 8 °C for 30 min',
  'Allowed:            less than 20 min without a break',
];
const back = ['Back in range:      2026-01-01 00:30 UTC'];
const past =
  'Temperature above 8 °C for 30 min, from 00:00 UTC to 00:30 UTC; 9.25 °C at worst (allowed: less than 20 min without a break).';

describe('a message about an excursion', () => {
  test('describes an ongoing excursion, and where the goods are', () => {
    expect(read({ ...opened({ peak: 9.25, observedMs: 30 * minute }), position })).toEqual([
      'Too warm now: 9.3 °C, S-1 vaccine',
      `Too warm now: 9.3 C, S-1 vaccine, since 00:00 UTC, near Cambridge (20 km). Call the carrier: check cooling, close the box. ${link}`,
      'Too warm now: 9.3 °C',
      'Temperature above 8 °C for 20 min, since 00:00 UTC (allowed: less than 20 min without a break).',
      `What to do: ${callCarrier}`,
      ...shipment,
      'Position:           near Cambridge (20 km), 52.10000, -0.12346, at 00:07 UTC',
      ...figures(),
      ...end('major', 2),
    ]);
  });

  test('describes an excursion without a known peak under a rule without an allowance', () => {
    const atOnce = profile(rule({ ...warm, allowance: { mode: 'instant' } }));
    const instant = { peak: null, severity: 'critical', firedAt: at(0) } as const;
    expect(read(opened(instant), [], atOnce)).toEqual([
      "Too warm now: beyond the sensor's scale, S-1 vaccine",
      `Too warm now: beyond the sensor's scale, S-1 vaccine, since 00:00 UTC. Call the carrier: check cooling, close the box. ${link}`,
      "Too warm now: beyond the sensor's scale",
      'Temperature above 8 °C, since 00:00 UTC (never allowed).',
      `What to do: ${callCarrier}`,
      ...shipment,
      'Out of range since: 2026-01-01 00:00 UTC',
      'Alarm:              2026-01-01 00:00 UTC',
      "Worst value:        beyond the sensor's scale; above 8 °C for 20 min",
      'Allowed:            never',
      ...end('critical', 2),
    ]);
  });

  test('describes an excursion that had ended when it became known', () => {
    expect(read(opened(half))).toEqual([
      'Was too warm: 9.3 °C at worst, S-1 vaccine',
      `Was too warm: 9.3 C at worst, S-1 vaccine, until 00:30 UTC. Quarantine the goods for the pharmacist. ${link}`,
      'Was too warm: 9.3 °C at worst',
      `${past} Back in range since 00:30 UTC.`,
      `What to do: ${quarantineGoods}`,
      ...shipment,
      ...figures(back),
      'Severity:           minor (lowered: already over when received)',
      ...end('minor', 2),
    ]);
    // The lowest severity cannot be lowered.
    expect(
      read(opened({ ...half, severity: 'info' })).filter(
        (line) => line.startsWith('Severity: ') && line.includes('('),
      ),
    ).toEqual([]);
  });

  test('says that the goods were not seen back in range', () => {
    const lines = read(opened({ ...half, endedBy: 'gap' }));
    expect(lines).toContain(`${past} Not seen back in range: monitoring by this limit ended then.`);
    expect(lines.filter((line) => line.startsWith('Back in range'))).toEqual([]);
  });

  test('says that it was withdrawn, and why', () => {
    expect(read(withdrawn(half), [opened(half)])).toEqual([
      'Withdrawn: not too warm after all, S-1 vaccine',
      `Withdrawn: not too warm after all, S-1 vaccine. Nothing to do. ${link}`,
      'Withdrawn: not too warm after all',
      'The alarm since 00:00 UTC, above 8 °C, was raised in error.',
      'What to do: Nothing. Any other alarm of this shipment stays open.',
      ...shipment,
      ...figures(back),
      'Why:                test',
      ...end('minor', 3),
    ]);
  });

  test('says that its alarm goes on where other excursions are left', () => {
    const { subject, email, body } = notified(withdrawn(), [opened(), opened({ id: 'e2', device: 'floor' })]);
    expect(subject).toBe('Withdrawn: one excursion of an alarm that goes on, S-1 vaccine');
    expect(email).toContain('What to do: Go on as before: the alarm stays open because of other readings.');
    expect(body.tone).toBe('neutral');
  });
});

describe('a message about an alarm', () => {
  test('is headed RESOLVED when the goods are back in range, whatever its severity, in device time', () => {
    const before = [opened({ severity: 'critical' }), closed({ ...half, severity: 'critical' })];
    expect(read(cleared(at(90)), before)).toEqual([
      'RESOLVED: no longer too warm, S-1 vaccine',
      `RESOLVED: no longer too warm, S-1 vaccine, since 00:30 UTC. Quarantine the goods for the pharmacist. ${link}`,
      'RESOLVED: no longer too warm',
      `${past} Back in range since 00:30 UTC.`,
      `What to do: ${quarantineGoods}`,
      ...shipment,
      ...figures(back),
      ...end('critical', 4),
    ]);
  });

  test('is not headed RESOLVED when monitoring stopped before it ended', () => {
    const unseen = { ...cleared(at(45)), isUnseen: true };
    const { body, ...message } = notified(unseen, [opened(), closed({ ...half, endedBy: 'gap' })]);
    expect([message.subject, message.sms, body.lead, body.tone]).toEqual([
      'Not seen back in range: last too warm, S-1 vaccine',
      `Not seen back in range: last too warm, S-1 vaccine, monitored until 00:30 UTC. Quarantine the goods for the pharmacist. ${link}`,
      `${past} Not seen back in range: monitoring by this limit ended then.`,
      'warning',
    ]);
  });

  test('says that it ended even if none of its excursions is left', () => {
    const message = notified(cleared(at(90)), [opened(), withdrawn()]);
    expect(message.subject).toBe('RESOLVED: no longer too warm, S-1 vaccine');
    expect(message.body.lead).toBe('Back in range since 01:30 UTC: no longer above 8 °C.');
    expect(message.body.rows.slice(3)).toEqual([
      ['Back in range', '2026-01-01 01:30 UTC'],
      ['Carrier', 'not in the plan of the shipment'],
    ]);
    expect(message.notification.at).toBe('2026-01-01T01:30:00.000Z');
  });

  test('says that nobody acknowledged it, since when, and who is notified too', () => {
    expect(
      read(escalated('desk'), [attached('lid'), opened({ from: at(5), observedMs: 30 * minute })]),
    ).toEqual([
      'Not acknowledged: too warm now, S-1 vaccine',
      `Not acknowledged: too warm now, S-1 vaccine, since 00:05 UTC. Acknowledge it. Call the carrier: check cooling, close the box. ${link}`,
      'Not acknowledged: too warm now',
      'Nobody has acknowledged the alarm of 00:02 UTC: above 8 °C since 00:05 UTC.',
      `What to do: Acknowledge the alarm, so that others know that somebody is acting. ${callCarrier}`,
      ...shipment,
      'Out of range since: 2026-01-01 00:05 UTC',
      'Alarm:              2026-01-01 00:25 UTC',
      'Worst value:        9 °C; above 8 °C for 30 min',
      'Allowed:            less than 20 min without a break',
      'First notified:     2026-01-01 00:02 UTC',
      'Now also notified:  desk',
      ...end('major', 4),
    ]);
  });

  test('that nobody acknowledged says when the goods were out of range if they are back', () => {
    const { subject, body } = notified(escalated('desk'), [opened(), closed(half)]);
    expect(subject).toBe('Not acknowledged: was too warm, S-1 vaccine');
    expect(body.lead).toBe(
      'Nobody has acknowledged the alarm of 00:01 UTC: above 8 °C from 00:00 UTC to 00:30 UTC.',
    );
    expect(body.todo).toBe(
      `Acknowledge the alarm, so that others know that somebody is acting. ${quarantineGoods}`,
    );
  });

  const floor = { id: 'e2', device: 'floor', peak: 30, observedMs: minute };
  test.each<[string, LedgerEvent[]]>([
    ['not of one that ended earlier', [closed({ ...floor, to: at(29) }), closed(half)]],
    ['not of one that was withdrawn', [withdrawn(floor), closed(half)]],
    ['not of one that was merged into it', [closed(floor, 'e1'), closed(half)]],
    ['not of another rule', [opened({ ...floor, id: 'e3', rule: 'cold' }), withdrawn(floor), closed(half)]],
  ])('has the figures of the excursion that ended last, %s', (_, then) => {
    const { notification, email } = notified(cleared(at(90)), [opened(), opened(floor), ...then]);
    expect(notification.excursion).toMatchObject({
      id: 'e1',
      to: '2026-01-01T00:30:00.000Z',
      observedSeconds: 1800,
      peak: 9.25,
    });
    const lines = email.split('\n').filter((line) => line !== '');
    expect(lines.slice(6, 11)).toEqual(figures(back));
  });

  test('is about the last of several alarms of a rule', () => {
    const again = { id: 'e2', from: at(200), peak: 30 };
    const first = [opened({ severity: 'critical' }), closed(half), cleared(at(90))];
    const { subject, notification } = notified(escalated('desk'), [...first, opened(again)]);
    expect(subject).toBe('Not acknowledged: too warm now, S-1 vaccine');
    expect(notification.excursion).toMatchObject({ id: 'e2', peak: 30 });
  });
});
