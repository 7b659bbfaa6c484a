import { describe, expect, test } from 'vitest';
import type { LedgerEvent, NotifiableEvent } from '../../src/shipments/ledger-event.ts';
import {
  arrived,
  at,
  attached,
  cleared,
  closed,
  contradicted,
  created,
  departed,
  escalated,
  found,
  lost,
  opened,
  restored,
  signed,
  takenBack,
  withdrawn,
} from '../support/facts.ts';
import { notified } from '../support/messages.ts';
import type { Severity } from '../../src/model/enumerations.ts';

const audience = ['site:north', 'carrier'];
const ours = created({ audience, vehicle: 'CW 17', goods: 'insulin' });
const hash = '3'.padStart(64, '0');

describe('a message', () => {
  test('has its headline, its audience, and the full JSON for machines', () => {
    const message = notified(opened({ to: at(30), peak: 9.25, observedMs: 1500 }), [ours, attached('lid')]);
    const { subject, email } = message;
    expect(subject).toBe('Was too warm: 9.3 °C at worst, S-1 insulin');
    expect(message).toEqual({
      headline: 'Was too warm: 9.3 °C at worst',
      subject,
      email,
      sms: message.sms,
      html: message.html,
      body: message.body,
      audience,
      site: 'north',
      vehicle: 'CW 17',
      notification: {
        schema: 'coldwatch/notification/1',
        id: 'S-1/3',
        kind: 'excursion-opened',
        severity: 'minor',
        shipment: 'S-1',
        goods: 'insulin',
        device: 'lid',
        profile: { id: 'test', version: 1 },
        rule: 'warm',
        excursion: {
          id: 'e1',
          from: '2026-01-01T00:00:00.000Z',
          to: '2026-01-01T00:30:00.000Z',
          firedAt: '2026-01-01T00:20:00.000Z',
          observedSeconds: 1.5,
          peak: 9.25,
        },
        at: '2026-01-01T00:20:00.000Z',
        recordedAt: '2026-01-01T00:02:00.000Z',
        ledger: { sequence: 3, hash },
        subject,
        text: email,
      },
    });
  });

  type Row = [
    fact: NotifiableEvent,
    before: LedgerEvent[],
    audience: string[],
    at: string,
    severity: Severity,
    rule: string | null,
    excursion: string | null,
  ];
  const [north, lid] = [['site:north', 'carrier'], attached('lid')];
  const two = [
    signed(),
    signed({
      corrects: 3,
      signature: { ...signed().signature, signer: { subject: 't', username: 'rosa', name: 'Rosa' } },
    }),
  ];
  test.each<Row>([
    [opened(), [], north, '00:20', 'major', 'warm', 'e1'],
    [withdrawn({ severity: 'critical' }), [opened()], north, '00:20', 'major', 'warm', 'e1'],
    [cleared(at(90)), [opened(), closed()], north, '00:30', 'major', 'warm', 'e1'],
    [escalated('desk'), [opened()], ['desk'], '00:02', 'major', 'warm', 'e1'],
    [lost('lid', at(9)), [], north, '00:09', 'minor', null, null],
    [restored('lid', at(9)), [], north, '00:09', 'info', null, null],
    [found('lid', { from: at(7), severity: 'critical' }), [], north, '00:07', 'critical', null, null],
    [arrived(at(6), 'lid') as NotifiableEvent, [], north, '00:06', 'info', null, null],
    [contradicted(3), [lid, signed()], [...north, 'person:paul'], '00:03', 'critical', null, null],
    [
      contradicted(3),
      [lid, ...two, signed({ corrects: 4 })],
      [...north, 'person:paul', 'person:rosa'],
      '00:05',
      'critical',
      null,
      null,
    ],
  ])(
    'for machines has its audience, time and severity: %#',
    (fact, before, recipients, when, severity, rule, excursion) => {
      const message = notified(fact, [ours, ...before]);
      const { notification } = message;
      expect([
        message.audience,
        notification.at,
        notification.severity,
        notification.rule,
        notification.excursion?.id ?? null,
      ]).toEqual([recipients, `2026-01-01T${when}:00.000Z`, severity, rule, excursion]);
      expect([notification.kind, notification.device, notification.goods]).toEqual([
        fact.kind,
        'lid',
        'insulin',
      ]);
      expect(notified(fact, before).vehicle).toBeNull();
    },
  );

  test('shows an ongoing excursion without an end', () => {
    expect(notified(opened()).notification.excursion).toEqual({
      id: 'e1',
      from: '2026-01-01T00:00:00.000Z',
      to: null,
      firedAt: '2026-01-01T00:20:00.000Z',
      observedSeconds: 1200,
      peak: 9,
    });
  });

  test('about a rule that the profile lacks, or an alarm that was never raised, cannot be worded', () => {
    expect(() => notified(opened({ rule: 'cold' }))).toThrow('profile test has no rule cold');
    expect(() => notified(escalated('desk'))).toThrow('no alarm of rule warm was ever raised');
  });
});

describe('the question whether the goods have arrived', () => {
  const asked = 'Seems to have arrived 00:09 UTC. Confirm? ';
  const begins = (before: LedgerEvent[], fact: NotifiableEvent = lost('lid', at(20))) =>
    notified(fact, before);
  const inferred = arrived(at(9), 'lid');
  test.each<[string, LedgerEvent[], string]>([
    ['begins a message while the arrival is only inferred', [inferred], asked],
    ['does not begin a message before that', [], ''],
    ['does not begin a message once the arrival is declared', [inferred, arrived(at(9))], ''],
    [
      'begins a message again after the declaration is withdrawn',
      [inferred, arrived(at(9)), takenBack('arrived', at(9))],
      asked,
    ],
    [
      'does not begin a message once the inference is withdrawn',
      [inferred, takenBack('arrived', at(9), 'lid')],
      '',
    ],
    ['does not begin a message after an inferred departure', [departed(at(9), 'lid')], ''],
  ])('%s', (_, before, question) => {
    const { subject, email, sms, headline } = begins(before);
    expect(headline).toBe('No signal: lid');
    expect(subject).toBe('No signal: lid, S-1 vaccine');
    expect(sms.startsWith(`${question}No signal: lid, S-1`)).toBe(true);
    expect(
      email.startsWith(question === '' ? 'No signal: lid\n' : `${question.trim()}\n\nNo signal: lid\n`),
    ).toBe(true);
  });

  test('is not repeated in the message about the arrival itself', () => {
    const { email, sms } = begins([inferred], arrived(at(10), 'floor') as NotifiableEvent);
    expect(
      [email, sms].map((text) => text.match(/Seems to have arrived 00:10 UTC\. Confirm\?/g)?.length),
    ).toEqual([1, 1]);
    expect(email.startsWith('Seems to have arrived 00:10 UTC. Confirm?\n')).toBe(true);
  });
});
