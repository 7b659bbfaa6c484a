import { expect, test } from 'vitest';
import { sha256OfJson } from '../../src/model/digest.ts';
import { parseProfile } from '../../src/model/parse-profile.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Reading } from '../../src/model/reading.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { epcisOf } from '../../src/evidence/epcis.ts';
import { everyTenMinutes, hour, minute, start } from '../support/series.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';
import { ledgerOf } from '../support/signed-evidence.ts';

const parsed = parseProfile(warmProfile);
if (!parsed.ok) throw new Error(parsed.problems.join());
const { profile } = parsed;
const warm = everyTenMinutes([5, 5, 5, 5, 5, 5, 9, 9.5, 9, 5, 5, 5, 5]);
const arrived: LedgerEvent = { kind: 'arrived', at: start + 2 * hour, detectedBy: null };

function eventsOf(facts: readonly LedgerEvent[], readings: readonly Reading[] = []) {
  const entries = ledgerOf(
    { kind: 'shipment-created', ...createdShipment },
    { kind: 'device-attached', device: 'box', since: start, intervalMs: 10 * minute },
    ...facts,
  );
  const verdict = evaluateShipment(entries, () => ({ readings, profile }), start + 4 * hour);
  return epcisOf(entries, verdict, () => profile).epcisBody.eventList;
}

test('the measurements of all sensors are one event, at the arrival or at the time of the export', () => {
  const channels: Reading[] = warm.flatMap(({ at }): Reading[] => [
    { channel: 'humidity', at, value: 40 },
    { channel: 'pressure', at, value: 100 },
    { channel: 'battery', at, value: 90 },
  ]);
  const unreadable: Reading = { channel: 'pressure', at: start + 1, text: 'NC', offScale: null, bound: null };
  const elements = [
    {
      sensorMetadata: {
        startTime: '2026-01-01T00:00:00.000Z',
        endTime: '2026-01-01T02:00:00.000Z',
        deviceID: 'urn:coldwatch:thing:box',
      },
      sensorReport: [
        {
          type: 'Temperature',
          uom: 'CEL',
          minValue: 5,
          maxValue: 9.5,
          meanValue: expect.any(Number) as number,
        },
        { type: 'Pressure', uom: 'KPA', minValue: 100, maxValue: 100, meanValue: 100 },
        { type: 'Pressure', exception: 'ERROR_CONDITION', stringValue: '1 unreadable' },
        { type: 'RelativeHumidity', uom: 'P1', minValue: 40, maxValue: 40, meanValue: 40 },
      ],
    },
  ];
  const measured = eventsOf([arrived], [...warm, ...channels, unreadable]).at(-1)!;
  expect(measured).toEqual({
    type: 'ObjectEvent',
    action: 'OBSERVE',
    eventTimeZoneOffset: '+00:00',
    epcList: ['urn:coldwatch:shipment:S-1'],
    eventID: `urn:coldwatch:event:${sha256OfJson(measured.sensorElementList)}%3A${start + 2 * hour}`,
    eventTime: '2026-01-01T02:00:00.000Z',
    bizStep: 'sensor_reporting',
    sensorElementList: elements,
  });
  expect(eventsOf([], warm).at(-1)!.eventTime).toBe('2026-01-01T04:00:00.000Z');
  expect(eventsOf([])).toEqual([]);
  const alone: Reading[] = [{ ...unreadable, channel: 'temperature' }];
  expect(
    (eventsOf([], alone).at(-1)!.sensorElementList![0] as { sensorReport: object[] }).sensorReport,
  ).toEqual([{ type: 'Temperature', exception: 'ERROR_CONDITION', stringValue: '1 unreadable' }]);
});
