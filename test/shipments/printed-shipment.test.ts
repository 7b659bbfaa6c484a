import type { Profile } from '../../src/model/profile.ts';
import { expect, test } from 'vitest';
import type { Attachment } from '../../src/shipments/ledger.ts';
import { toShipmentVerdictJson } from '../../src/shipments/shipment-verdict-json.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { withProfile } from '../../src/shipments/with-profile.ts';
import { at, attached, finding, ledger } from '../support/facts.ts';
import { everyTenMinutes, minute, profile, times } from '../support/series.ts';

test('a verdict is printed with times in UTC, and with the details of sensors that people need', () => {
  const record = { readings: everyTenMinutes(times(3, 5)), profile: profile() };
  const verdict = evaluateShipment(ledger(attached('lid')), () => record, at(60));
  const [sensor] = verdict.sensors;
  const disagreements = [
    finding({ kind: 'sensors-differ', from: at(1), to: at(2) }),
    finding({ kind: 'sensors-differ', from: at(3), to: null }),
  ];
  const printed = toShipmentVerdictJson({ ...verdict, disagreements });
  expect(printed).toEqual({
    schema: 'coldwatch/shipment-verdict/2',
    asOf: '2026-01-01T01:00:00.000Z',
    shipment: 'S-1',
    recommendation: verdict.recommendation,
    worst: 'lid',
    reasons: verdict.reasons,
    disagreements: [
      { ...disagreements[0], from: '2026-01-01T00:01:00.000Z', to: '2026-01-01T00:02:00.000Z' },
      { ...disagreements[1], from: '2026-01-01T00:03:00.000Z', to: null },
    ],
    sensors: [
      {
        device: 'lid',
        role: 'product',
        decides: true,
        profile: { id: 'warm', version: 1 },
        judgement: sensor!.judgement,
      },
    ],
  });
  // The order matters, because the printed text is hashed.
  expect(Object.keys(printed)).toEqual([
    'schema',
    'asOf',
    'shipment',
    'recommendation',
    'worst',
    'reasons',
    'disagreements',
    'sensors',
  ]);
  expect(Object.keys(printed.sensors[0]!)).toEqual(['device', 'role', 'decides', 'profile', 'judgement']);
  expect(printed.reasons).not.toBe(verdict.reasons);
});

test('another profile applies to the named sensors, each with its own reporting interval', () => {
  const other = { ...profile(), id: 'other', reportingIntervalMs: 5 * minute };
  const record = {
    readings: everyTenMinutes([5]),
    profile: { ...profile(), reportingIntervalMs: 7 * minute },
  };
  const recordOf = withProfile(
    () => record,
    other,
    (_, { device }) => device === 'lid',
  );
  const of = (device: string) => recordOf({ device } as Attachment);
  expect(of('lid')).toEqual({
    readings: record.readings,
    profile: { ...other, reportingIntervalMs: 7 * minute },
  });
  expect(of('floor')).toBe(record);
});

test('of a combined profile, another one replaces its parts and keeps their names', () => {
  const [cool, mild] = ['cool', 'mild'].map((id) => ({ ...profile(), id })) as [Profile, Profile];
  const combined = { ...profile(), id: 'cool@1+mild', parts: [cool, mild] };
  const other = { ...profile(), id: 'other', version: 7, maxGapMs: 1 };
  const recordOf = withProfile(
    () => ({ readings: [], profile: combined }),
    other,
    ({ id }) => id === 'mild',
  );
  expect(recordOf({ device: 'lid' } as Attachment).profile).toEqual({
    ...combined,
    parts: [cool, { ...other, id: 'mild', version: 1 }],
  });
});
