import { describe, expect, test } from 'vitest';
import { notificationSchema } from '../../src/model/notification.ts';

const at = '2026-01-01T00:00:00.000Z';
const hash = 'a'.repeat(64);

describe('the schema of a notification', () => {
  const notification = {
    schema: 'coldwatch/notification/1',
    id: 'S-1/2',
    kind: 'arrived',
    severity: 'info',
    shipment: 'S-1',
    goods: 'vaccine',
    device: 'box',
    profile: { id: 'warm', version: 1 },
    rule: null,
    excursion: null,
    at,
    recordedAt: at,
    ledger: { sequence: 2, hash },
    subject: 's',
    text: 't',
  };
  const excursion = { id: 'e', from: at, to: null, firedAt: at, observedSeconds: 1.5, peak: null };
  const isOne = (fields: object) => notificationSchema.safeParse({ ...notification, ...fields }).success;

  test('a notification has a known kind and severity', () => {
    expect(notificationSchema.parse(notification)).toEqual(notification);
    for (const kind of [
      'excursion-opened',
      'excursion-withdrawn',
      'contact-lost',
      'contact-restored',
      'alarm-cleared',
      'alarm-escalated',
      'finding-opened',
      'release-contradicted',
      'arrived',
    ])
      expect(isOne({ kind }), kind).toBe(true);
    for (const severity of ['info', 'minor', 'major', 'critical'])
      expect(isOne({ severity }), severity).toBe(true);
    expect([isOne({ kind: '' }), isOne({ severity: '' }), isOne({ schema: '' })]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('a notification has every field and no other, and a combined message lists its ids', () => {
    for (const name of Object.keys(notification)) expect(isOne({ [name]: undefined }), name).toBe(false);
    expect(isOne({ more: 1 })).toBe(false);
    expect(isOne({ rule: 'r', excursion, together: ['S-1/3'], togetherCount: 2 })).toBe(true);
    expect(isOne({ excursion: { ...excursion, to: at, peak: 9 } })).toBe(true);
    for (const name of Object.keys(excursion))
      expect(isOne({ excursion: { ...excursion, [name]: undefined } }), name).toBe(false);
    for (const wrong of [
      { excursion: { ...excursion, more: 1 } },
      { at: '2026-01-01T00:00:00Z' },
      { profile: { id: 'warm', version: 1.5 } },
      { ledger: { sequence: 1.5, hash } },
      { togetherCount: 1.5 },
    ])
      expect(isOne(wrong), JSON.stringify(wrong)).toBe(false);
  });
});
