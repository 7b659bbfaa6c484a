import { describe, expect, test } from 'vitest';
import type { NotifiableEvent } from '../../src/shipments/ledger-event.ts';
import { receiver } from '../support/receiver.ts';
import { composePlainly } from '../../src/notifications/compose-plainly.ts';
import {
  arrived,
  at,
  attached,
  cleared,
  contradicted,
  created,
  escalated,
  found,
  ledger,
  lost,
  opened,
  restored,
  withdrawn,
} from '../support/facts.ts';
import type { Severity } from '../../src/model/enumerations.ts';

const audience = ['site:north', 'carrier'];
const ours = created({ audience, vehicle: 'CW 17', goods: 'insulin' });
const hash = '3'.padStart(64, '0');

describe('an entry that cannot be worded', () => {
  type Row = [fact: NotifiableEvent, headline: string, lead: string, severity: Severity, audience?: string[]];
  test.each<Row>([
    [opened({ severity: 'critical' }), 'Out of range', 'A limit was exceeded.', 'critical'],
    [withdrawn({ severity: 'info' }), 'Withdrawn', 'An excursion was withdrawn.', 'info'],
    [cleared(at(90)), 'Alarm over', 'An alarm has ended.', 'major'],
    [
      { ...escalated('desk'), severity: 'critical' },
      'Not acknowledged',
      'Nobody has acknowledged an alarm.',
      'critical',
      ['desk'],
    ],
    [lost('lid', at(9)), 'No signal', 'Nothing is received from a sensor.', 'major'],
    [restored('lid', at(9)), 'RESOLVED: back online', 'A sensor is back online.', 'major'],
    [
      found('lid', { severity: 'info' }),
      'Check the sensor',
      'Something about a sensor or the journey needs attention.',
      'info',
    ],
    [contradicted(3), 'Release contradicted', 'What became known later contradicts a release.', 'critical'],
    [arrived(at(9), 'lid') as NotifiableEvent, 'Arrived?', 'The goods seem to have arrived.', 'major'],
  ])('is put in plain words: %#', (fact, headline, lead, severity, recipients = audience) => {
    const entries = ledger(ours, attached('lid'), fact);
    const {
      email,
      html: _html,
      body: _body,
      ...message
    } = composePlainly(entries, { ...entries[2]!, fact }, receiver);
    const subject = `${headline}: S-1 insulin`;
    const when = '2026-01-01T00:02:00.000Z';
    const excursion =
      'excursion' in fact
        ? {
            id: 'e1',
            from: '2026-01-01T00:00:00.000Z',
            to: null,
            firedAt: '2026-01-01T00:20:00.000Z',
            observedSeconds: 1200,
            peak: 9,
          }
        : null;
    const rule = 'excursion' in fact || 'rule' in fact ? 'warm' : null;
    const width = excursion === null ? 10 : 20;
    const rows = [
      ['Shipment', 'S-1, insulin'],
      ['Sensor', 'lid'],
      ...(rule === null ? [] : [['Rule', 'warm']]),
      ...(excursion === null
        ? []
        : [
            ['Out of range since', '2026-01-01 00:00 UTC'],
            ['Alarm', '2026-01-01 00:20 UTC'],
          ]),
      ['Recorded', '2026-01-01 00:02 UTC'],
      ['Carrier', 'not in the plan of the shipment'],
    ];
    const text = [
      headline,
      lead,
      'What to do: Open the shipment and read its audit trail; report to operations that this message could not be worded.',
      rows.map(([name, value]) => `${`${name}:`.padEnd(width)}${value}`).join('\n'),
      'Open the shipment: https://cold.example/shipments/S-1',
      `Severity: ${severity}. Audit trail: entry 3, 0000000000000000.`,
    ].join('\n\n');
    expect(email).toBe(text);
    expect(message).toEqual({
      headline,
      subject,
      sms: `${subject}. Open the shipment. https://cold.example/shipments/S-1`,
      audience: recipients,
      site: 'north',
      vehicle: 'CW 17',
      notification: {
        schema: 'coldwatch/notification/1',
        id: 'S-1/3',
        kind: fact.kind,
        severity,
        shipment: 'S-1',
        goods: 'insulin',
        device: 'lid',
        profile: { id: 'warm', version: 1 },
        rule,
        excursion,
        at: when,
        recordedAt: when,
        ledger: { sequence: 3, hash },
        subject,
        text,
      },
    });
  });

  test('reaches only subscribers without a filter if its ledger does not begin with the shipment', () => {
    const fact = lost('lid', at(9));
    for (const entries of [ledger(fact).slice(1), []]) {
      const message = composePlainly(entries, { ...ledger(fact)[1]!, fact }, receiver);
      expect([message.audience, message.site, message.vehicle]).toEqual([[], 'unknown', null]);
      expect([message.notification.goods, message.notification.profile]).toEqual([
        'unknown goods',
        { id: 'unknown', version: 0 },
      ]);
      expect(message.body.rows[0]).toEqual(['Shipment', 'S-1, unknown goods']);
    }
  });
});
