import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { sha256OfJson } from '../../src/model/digest.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { epcisOf } from '../../src/evidence/epcis.ts';
import { hasSharedData, sharedJson } from '../support/shared-data.ts';
import { everyTenMinutes, hour, minute, start } from '../support/series.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';

const parsed = parseProfile(warmProfile);
if (!parsed.ok) throw new Error(parsed.problems.join());
const { profile } = parsed;

const excursion = {
  id: 'e'.repeat(64),
  rule: 'warm-20m',
  severity: 'major' as const,
  from: start + 60 * minute,
  to: start + 90 * minute,
  firedAt: start + 80 * minute,
  observedMs: 30 * minute,
  peak: 9.5,
};
const where = { device: 'box 1/ä', position: null };
const facts: LedgerEvent[] = [
  { kind: 'shipment-created', ...createdShipment, sscc: '340123450000000017' },
  { kind: 'device-attached', device: where.device, since: start, intervalMs: 10 * minute },
  { kind: 'departed', at: start + 25 * minute, detectedBy: where.device },
  { kind: 'departed', at: start + 30 * minute, detectedBy: null },
  { kind: 'excursion-opened', ...where, excursion: { ...excursion, to: null } },
  { kind: 'excursion-closed', ...where, excursion, mergedInto: null },
  { kind: 'excursion-opened', ...where, excursion: { ...excursion, id: 'f'.repeat(64) } },
  { kind: 'excursion-withdrawn', ...where, excursion: { ...excursion, id: 'f'.repeat(64) } },
  { kind: 'arrived', at: start + 2 * hour, detectedBy: null },
  { kind: 'milestone-withdrawn', milestone: 'arrived', at: start + 2 * hour, detectedBy: null },
  { kind: 'arrived', at: start + 140 * minute, detectedBy: where.device },
  { kind: 'arrived', at: start + 3 * hour, detectedBy: null },
];
const entries = facts.map((fact, index): Entry => {
  const entry = {
    shipment: 'S-1',
    sequence: index + 1,
    recordedAt: start,
    by: '',
    why: '',
    fact,
    previous: null,
  };
  return { ...entry, hash: sha256OfJson(entry) };
});
const readings = everyTenMinutes([5, 5, 5, 5, 5, 5, 9, 9.5, 9, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5]);
const verdict = evaluateShipment(entries, () => ({ readings, profile }), start + 4 * hour);
const document = epcisOf(entries, verdict, () => profile);

describe('the journey as EPCIS events', () => {
  test('has shipping, an alarm, arriving, and the measurements, in order of time', () => {
    expect(document.epcisBody.eventList.map(({ bizStep, eventTime }) => `${bizStep} ${eventTime}`)).toEqual([
      'shipping 2026-01-01T00:30:00.000Z',
      'sensor_reporting 2026-01-01T01:20:00.000Z',
      'arriving 2026-01-01T03:00:00.000Z',
      'sensor_reporting 2026-01-01T03:00:00.000Z',
    ]);
    expect(document.epcisBody.eventList[1]).toMatchObject({
      epcList: ['https://id.gs1.org/00/340123450000000017'],
      sensorElementList: [
        {
          sensorMetadata: { deviceID: 'urn:coldwatch:thing:box%201%2F%C3%A4' },
          sensorReport: [{ type: 'Temperature', value: 9.5, uom: 'CEL', exception: 'ALARM_CONDITION' }],
        },
      ],
    });
    expect(document.epcisBody.eventList[3]).toMatchObject({
      sensorElementList: [{ sensorReport: [{ minValue: 5, maxValue: 9.5 }] }],
    });
    const again = epcisOf(entries, verdict, () => profile);
    expect(JSON.stringify(again)).toBe(JSON.stringify(document));
  });

  test.skipIf(!hasSharedData)('conforms to the GS1 schema', () => {
    const ajv = new Ajv({ strict: false });
    formats.default(ajv);
    const validate = ajv.compile(sharedJson<object>('epcis/EPCIS-JSON-Schema.json'));
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    const broken = {
      ...document,
      epcisBody: { eventList: [{ ...document.epcisBody.eventList[0], action: 'GO' }] },
    };
    expect(validate(broken)).toBe(false);
  });
});
