import { describe, expect, test } from 'vitest';
import { notificationSchema } from '../../src/model/notification.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';
import type { LedgerEvent, NotifiableEvent } from '../../src/shipments/ledger-event.ts';
import { fileDevice } from '../../src/shipments/file-device.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import { compose } from '../../src/notifications/compose.ts';
import { receiver } from '../support/receiver.ts';
import { toSms } from '../../src/notifications/gsm7.ts';
import { hour, minute, start } from '../support/series.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';

const parsed = parseProfile(warmProfile);
if (!parsed.ok) throw new Error(parsed.problems.join());
const { profile } = parsed;

const excursion = {
  id: 'e'.repeat(64),
  rule: 'warm-20m',
  severity: 'major' as const,
  from: start,
  to: start + 30 * minute,
  firedAt: start + 20 * minute,
  observedMs: 30 * minute,
  peak: 9.25,
};
const where = { device: 'box-1', position: { latitude: 52.1, longitude: 0.1, at: start } };
const facts: NotifiableEvent[] = [
  { kind: 'excursion-opened', ...where, excursion: { ...excursion, to: null } },
  { kind: 'alarm-cleared', ...where, rule: 'warm-20m', at: start + 90 * minute },
  { kind: 'alarm-escalated', ...where, rule: 'warm-20m', severity: 'major', to: 'on-call' },
  {
    kind: 'finding-opened',
    ...where,
    finding: {
      kind: 'battery-low',
      subject: '',
      severity: 'minor',
      from: start,
      to: null,
      sentence: "The sensor's battery has been low since 2026-01-01 00:00 UTC: 12 % left.",
    },
  },
  { kind: 'excursion-withdrawn', ...where, excursion },
  { kind: 'contact-lost', ...where, at: start },
  { kind: 'contact-restored', ...where, position: null, at: start },
  { kind: 'arrived', at: start + 3 * hour, detectedBy: 'box-1' },
];

function message(
  fact: NotifiableEvent,
  created: Partial<Extract<LedgerEvent, { kind: 'shipment-created' }>> = {},
  shipment = 'S-1',
  earlier: readonly LedgerEvent[] = [],
) {
  const entry = (sequence: number, of: LedgerEvent): Entry => ({
    shipment,
    sequence,
    recordedAt: start,
    by: 'coldwatch',
    why: '',
    fact: of,
    previous: null,
    hash: 'a'.repeat(64),
  });
  const before: LedgerEvent[] = fact.kind.startsWith('alarm')
    ? [
        { kind: 'excursion-opened', ...where, excursion: { ...excursion, to: null } },
        { kind: 'excursion-closed', ...where, excursion, mergedInto: null },
      ]
    : fact.kind === 'excursion-withdrawn'
      ? [{ kind: 'excursion-opened', ...where, excursion }]
      : [];
  const entries = [
    { kind: 'shipment-created' as const, ...createdShipment, ...created },
    ...earlier,
    ...before,
    fact,
  ].map((each, index) => entry(index + 1, each));
  return compose(entries, { ...entries.at(-1)!, fact }, profile, receiver);
}

describe.each(facts)('$kind', (fact) => {
  test('fits the form of every channel', () => {
    const { subject, sms, notification } = message(fact);
    expect(subject.length).toBeLessThan(100);
    expect(sms.length).toBeLessThanOrEqual(160);
    expect(sms).not.toContain('°');
    expect(notificationSchema.safeParse(notification).error).toBeUndefined();
  });

  test('escapes names that would break a subject or an SMS', () => {
    const shipment = 'S\r\nBcc: x@example.org '.repeat(8);
    const { subject, sms } = message(fact, { goods: 'Ł\u2028\u0000 冷'.repeat(50) }, shipment);
    expect(subject).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]{1,99}$/u);
    expect(sms).toMatch(/^[\x20-\x7eäöüÄÖÜß]{1,160}$/);
  });
});

test('an alarm says what, where, since when, how far, what is allowed, what to do and whom to call', () => {
  const carrier = { name: 'Fenland Couriers', phone: '+44 1223 496 0155', email: 'ops@fenland.example' };
  const { subject, email, html, sms, audience } = message(facts[0]!, { carrier });
  expect(subject).toBe('Too warm now: 9.3 °C, S-1 vaccine');
  expect(email.split('\n').filter((line) => line !== '')).toEqual([
    'Too warm now: 9.3 °C',
    'Temperature above 8 °C for 20 min, since 00:00 UTC (allowed: less than 20 min without a break).',
    'What to do: Call the carrier: check the cooling and close the box. Quarantine the goods on arrival; a pharmacist decides on their use.',
    'Shipment:           S-1, vaccine',
    'Route:              Cambridge to Stansted',
    'Sensor:             box-1',
    'Position:           near Cambridge (11 km), 52.10000, 0.10000, at 00:00 UTC',
    'Out of range since: 2026-01-01 00:00 UTC',
    'Alarm:              2026-01-01 00:20 UTC',
    'Worst value:        9.25 °C; above 8 °C for 30 min',
    'Allowed:            less than 20 min without a break',
    'Carrier:            Fenland Couriers',
    'Call:               +44 1223 496 0155',
    'Write to:           ops@fenland.example',
    'Open the shipment: https://cold.example/shipments/S-1',
    'Severity: major. Storage limits: warm, version 1, rule warm-20m. Audit trail: entry 2, aaaaaaaaaaaaaaaa.',
  ]);
  expect(sms).toBe(
    'Too warm now: 9.3 C, S-1 vaccine, since 00:00 UTC, near Cambridge (11 km). Call +44 1223 496 0155. https://cold.example/shipments/S-1',
  );
  for (const address of [
    'tel:+4412234960155',
    'mailto:ops@fenland.example',
    'https://cold.example/shipments/S-1',
  ])
    expect(html).toContain(`href="${address}"`);
  expect(audience).toEqual(['site:north']);
});

test('an inferred arrival is a question, and messages until it is declared begin with that question', () => {
  const inferred: LedgerEvent = { kind: 'arrived', at: start + 17 * hour + 39 * minute, detectedBy: 'box-1' };
  const question = 'Seems to have arrived 17:39 UTC. Confirm?';
  const asked = message(inferred as NotifiableEvent);
  expect(asked.subject).toBe('Arrived?: 17:39 UTC, S-1 vaccine');
  expect([asked.email, asked.sms].every((text) => text.startsWith(question))).toBe(true);
  const alarm = message(facts[0]!, {}, 'S-1', [inferred]);
  expect(alarm.email.startsWith(`${question}\n\nToo warm now: 9.3 °C\n`)).toBe(true);
  expect(alarm.sms.startsWith(`${question} Too warm now: 9.3 C, S-1`)).toBe(true);
  expect(alarm.subject).toBe('Too warm now: 9.3 °C, S-1 vaccine');
  const declared: LedgerEvent = { kind: 'arrived', at: start + 17 * hour, detectedBy: null };
  const undone: LedgerEvent = {
    kind: 'milestone-withdrawn',
    milestone: 'arrived',
    at: inferred.at,
    detectedBy: 'box-1',
  };
  for (const later of [declared, undone])
    expect(message(facts[0]!, {}, 'S-1', [inferred, later]).email.split('\n')[0]).toBe(
      'Too warm now: 9.3 °C',
    );
});

test('a withdrawal is one severity lower than its alarm', () => {
  const withdrawn = facts.find(({ kind }) => kind === 'excursion-withdrawn')!;
  expect(message(withdrawn).notification.severity).toBe('minor');
});

test('an SMS keeps GSM 03.38 characters, replaces others by base letters, and ends at 160 characters', () => {
  expect(toSms('Größe ñ 5 €/ł Éclair')).toBe('Größe ñ 5 ?/? Éclair');
  expect(toSms('āé')).toBe('aé');
  expect(toSms('x'.repeat(200))).toBe(`${'x'.repeat(157)}...`);
});

test('a file is named by its logger, and for machines by its device', () => {
  const sha256 = 'a'.repeat(64);
  const device = fileDevice('S-1', sha256);
  const received: LedgerEvent = { kind: 'file-received', file: { name: 'a.csv', sha256, bytes: 9 } };
  const offline = { kind: 'contact-lost', device, position: null, at: start } as const;
  const { email, sms, subject, notification } = message(offline, {}, 'S-1', [received]);
  expect([subject, sms, email].map((text) => text.includes('No signal: a.csv'))).toEqual([true, true, true]);
  expect(email).toMatch(/^Sensor: +a\.csv$/m);
  expect(`${email}${sms}${subject}`).not.toContain(device);
  expect(notification.device).toBe(device);
});
