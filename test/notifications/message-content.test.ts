import { describe, expect, test } from 'vitest';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import { at, attached, cleared, closed, escalated, opened, withdrawn } from '../support/facts.ts';
import { notified, warm } from '../support/messages.ts';
import { minute, profile, rule } from '../support/series.ts';

const half = { to: at(30), peak: 9.25, observedMs: 30 * minute };
const position = { latitude: 52.1, longitude: -0.123456, at: at(7) };
const shipment = 'S-1, vaccine, from Cambridge to Stansted';
const quarantineGoods = 'Quarantine the goods on arrival; a pharmacist decides on their use.';
const callCarrier = `Call the carrier: check the cooling and close the box. ${quarantineGoods}`;

/** Everything that a person reads: subject, SMS, the lines of the email. */
function read(...of: Parameters<typeof notified>): string[] {
  const { subject, sms, email } = notified(...of);
  return [subject, sms, ...email.split('\n')];
}
const end = (severity: string, entry: number) => [
  '',
  `Profile test, version 1. Severity: ${severity}. Ledger entry ${entry}, 0000000000000000.`,
];
const rows = (worst = '9.25 °C, above 8 °C for 30 min', allowed = 'less than 20 min without a break') => [
  'Out of range since: 2026-01-01 00:00 UTC',
  'Alarm since:        2026-01-01 00:20 UTC',
  `Worst value:        ${worst}`,
  `Allowed:            ${allowed}`,
];
const deviceItem = [`Shipment:           ${shipment}`, 'Sensor:             lid'];

describe('a message about an excursion', () => {
  test('describes an ongoing excursion', () => {
    expect(read({ ...opened({ peak: 9.25, observedMs: 30 * minute }), position })).toEqual([
      'MAJOR S-1: 9.25 °C, above 8 °C for 20 min',
      'MAJOR S-1: 9.25 C, above 8 C for 20 min. Call the carrier: check cooling, close the box.',
      '9.25 °C, above 8 °C for 20 min.',
      '',
      ...deviceItem,
      'Position:           52.10000, -0.12346 at 2026-01-01 00:07 UTC',
      ...rows(),
      '',
      `What to do: ${callCarrier}`,
      ...end('major', 2),
    ]);
  });

  test('describes an excursion without a known peak under a rule without an allowance', () => {
    const atOnce = profile(rule({ ...warm, allowance: { mode: 'instant' } }));
    expect(read(opened({ peak: null, severity: 'critical' }), [], atOnce)).toEqual([
      "CRITICAL S-1: beyond the sensor's scale, above 8 °C",
      "CRITICAL S-1: beyond the sensor's scale, above 8 C. Call the carrier: check cooling, close the box.",
      "Beyond the sensor's scale, above 8 °C.",
      '',
      ...deviceItem,
      ...rows("beyond the sensor's scale, above 8 °C for 20 min", 'never'),
      '',
      `What to do: ${callCarrier}`,
      ...end('critical', 2),
    ]);
  });

  test('describes an excursion that had ended when it became known', () => {
    expect(read(opened(half))).toEqual([
      'MINOR S-1: excursion ended 2026-01-01 00:30 UTC: above 8 °C for 30 min, 9.25 °C at worst',
      'MINOR S-1: excursion ended 2026-01-01 00:30 UTC: above 8 C for 30 min, 9.25 C at worst. Quarantine the goods for the pharmacist.',
      'Excursion ended 2026-01-01 00:30 UTC: above 8 °C for 30 min, 9.25 °C at worst.',
      '',
      ...deviceItem,
      ...rows(),
      'Ended:              2026-01-01 00:30 UTC; received late',
      'Severity:           minor, lowered: already ended when received',
      '',
      `What to do: ${quarantineGoods}`,
      ...end('minor', 2),
    ]);
    // The lowest severity cannot be lowered.
    expect(
      read(opened({ ...half, severity: 'info' })).filter((line) => line.startsWith('Severity:')),
    ).toEqual([]);
  });

  test('says that it was withdrawn, and why', () => {
    expect(read(withdrawn(half), [opened(half)])).toEqual([
      'MINOR S-1: withdrawn: above 8 °C from 2026-01-01 00:00 UTC',
      'MINOR S-1: withdrawn: above 8 C from 2026-01-01 00:00 UTC. Nothing to do.',
      'Withdrawn: above 8 °C from 2026-01-01 00:00 UTC.',
      '',
      ...deviceItem,
      ...rows(),
      'Why:                test',
      '',
      'What to do: Nothing. Other alarms of this shipment remain active.',
      ...end('minor', 3),
    ]);
  });
});

describe('a message about an alarm', () => {
  test('says that it ended, with its severity and in device time', () => {
    const before = [opened({ severity: 'critical' }), closed({ ...half, severity: 'critical' })];
    expect(read(cleared(at(90)), before)).toEqual([
      'CRITICAL S-1: back in range: no longer above 8 °C since 2026-01-01 00:30 UTC',
      'CRITICAL S-1: back in range: no longer above 8 C since 2026-01-01 00:30 UTC. Quarantine the goods for the pharmacist.',
      'Back in range: no longer above 8 °C since 2026-01-01 00:30 UTC.',
      '',
      ...deviceItem,
      ...rows(),
      'Ended:              2026-01-01 00:30 UTC',
      '',
      `What to do: ${quarantineGoods}`,
      ...end('critical', 4),
    ]);
  });

  test('says that monitoring stopped before it ended', () => {
    const unseen = { ...cleared(at(45)), isUnseen: true };
    expect(read(unseen, [opened(), closed(half)]).slice(0, 3)).toEqual([
      'MAJOR S-1: still above 8 °C when monitoring ended, 2026-01-01 00:30 UTC',
      'MAJOR S-1: still above 8 C when monitoring ended, 2026-01-01 00:30 UTC. Quarantine the goods for the pharmacist.',
      'Still above 8 °C when monitoring ended, 2026-01-01 00:30 UTC.',
    ]);
  });

  test('says that it ended even if none of its excursions is left', () => {
    expect(read(cleared(at(90)), [opened(), withdrawn()]).slice(2)).toEqual([
      'Back in range: no longer above 8 °C since 2026-01-01 01:30 UTC.',
      '',
      `Shipment: ${shipment}`,
      'Sensor:   lid',
      'Ended:    2026-01-01 01:30 UTC',
      '',
      `What to do: ${quarantineGoods}`,
      ...end('major', 4),
    ]);
    expect(notified(cleared(at(90)), [opened(), withdrawn()]).notification.at).toBe(
      '2026-01-01T01:30:00.000Z',
    );
  });

  test('says that nobody acknowledged it, since when, and who is notified too', () => {
    expect(read(escalated('desk'), [attached('lid'), opened({ from: at(5) })])).toEqual([
      'MAJOR S-1: not acknowledged: above 8 °C since 2026-01-01 00:05 UTC',
      'MAJOR S-1: not acknowledged: above 8 C since 2026-01-01 00:05 UTC. Acknowledge it. Call the carrier: check cooling, close the box.',
      'Not acknowledged: above 8 °C since 2026-01-01 00:05 UTC.',
      '',
      `Shipment:          ${shipment}`,
      'Sensor:            lid',
      'First notified:    2026-01-01 00:02 UTC',
      'Now also notified: desk',
      '',
      `What to do: Acknowledge the alarm, so that others know that somebody is acting. ${callCarrier}`,
      ...end('major', 4),
    ]);
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
    expect(email.split('\n').slice(4, 8)).toEqual(rows());
  });

  test('is about the last of several alarms of a rule', () => {
    const again = { id: 'e2', from: at(200), peak: 30 };
    const first = [opened({ severity: 'critical' }), closed(half), cleared(at(90))];
    const { subject, notification } = notified(escalated('desk'), [...first, opened(again)]);
    expect(subject).toBe('MAJOR S-1: not acknowledged: above 8 °C since 2026-01-01 03:20 UTC');
    expect(notification.excursion).toMatchObject({ id: 'e2', peak: 30 });
  });
});
