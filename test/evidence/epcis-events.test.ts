import { describe, expect, test } from 'vitest';
import { parseProfile } from '../../src/model/parse-profile.ts';
import type { LedgerEvent } from '../../src/shipments/ledger-event.ts';
import type { Reading } from '../../src/model/reading.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { epcisOf } from '../../src/evidence/epcis.ts';
import { hour, minute, start } from '../support/series.ts';
import { createdShipment, warmProfile } from '../support/shipment.ts';
import { ledgerOf } from '../support/signed-evidence.ts';

const parsed = parseProfile(warmProfile);
if (!parsed.ok) throw new Error(parsed.problems.join());
const { profile } = parsed;
const excursion = {
  id: 'e1',
  rule: 'warm-20m',
  severity: 'major',
  from: start + 60 * minute,
  to: null,
  firedAt: start + 80 * minute,
  observedMs: 30 * minute,
  peak: 9.5,
} as const;
const where = { device: 'box', position: null };
const created: LedgerEvent = { kind: 'shipment-created', ...createdShipment };
const attached: LedgerEvent = {
  kind: 'device-attached',
  device: 'box',
  since: start,
  intervalMs: 10 * minute,
};
const departed: LedgerEvent = { kind: 'departed', at: start + 5 * minute, detectedBy: null };
const arrived: LedgerEvent = { kind: 'arrived', at: start + 2 * hour, detectedBy: null };
const opened: LedgerEvent = { kind: 'excursion-opened', ...where, excursion };

function documentOf(
  facts: readonly LedgerEvent[],
  readings: readonly Reading[] = [],
  of: typeof profile | null = profile,
) {
  const entries = ledgerOf(created, attached, ...facts);
  const verdict = evaluateShipment(entries, () => ({ readings, profile }), start + 4 * hour);
  return { entries, document: epcisOf(entries, verdict, () => of) };
}
const eventsOf = (...asked: Parameters<typeof documentOf>) =>
  documentOf(...asked).document.epcisBody.eventList;
const what = {
  type: 'ObjectEvent',
  action: 'OBSERVE',
  eventTimeZoneOffset: '+00:00',
  epcList: ['urn:coldwatch:shipment:S-1'],
};
const place = (name: string) => ({ readPoint: { id: `urn:coldwatch:place:${name}` } });
const signature = { signedAt: start + 3 * hour, signer: { username: 'p', name: 'P' } };
const signed = (decision: string, corrects: number | null = null): LedgerEvent =>
  ({ kind: 'receipt-signed', decision, corrects, reason: '', lots: [], signature }) as unknown as LedgerEvent;

test('a journey is a document of events with unique IDs', () => {
  const { entries, document } = documentOf([departed, arrived, opened]);
  const [, , first, second, third] = entries.map(({ hash }) => hash);
  expect(document).toEqual({
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    id: `urn:coldwatch:epcis:S-1%3A${third}`,
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-01-01T04:00:00.000Z',
    epcisBody: {
      eventList: [
        {
          ...what,
          ...place('Cambridge'),
          eventID: `urn:coldwatch:event:${first}%3A${start + 5 * minute}`,
          eventTime: '2026-01-01T00:05:00.000Z',
          bizStep: 'shipping',
          disposition: 'in_transit',
        },
        {
          ...what,
          eventID: `urn:coldwatch:event:${third}%3A${start + 80 * minute}`,
          eventTime: '2026-01-01T01:20:00.000Z',
          bizStep: 'sensor_reporting',
          sensorElementList: [
            {
              sensorMetadata: {
                startTime: '2026-01-01T01:00:00.000Z',
                deviceID: 'urn:coldwatch:thing:box',
                bizRules: 'urn:coldwatch:rule:warm-20m',
              },
              sensorReport: [{ type: 'Temperature', uom: 'CEL', exception: 'ALARM_CONDITION', value: 9.5 }],
            },
          ],
        },
        {
          ...what,
          ...place('Stansted'),
          eventID: `urn:coldwatch:event:${second}%3A${start + 2 * hour}`,
          eventTime: '2026-01-01T02:00:00.000Z',
          bizStep: 'arriving',
          disposition: 'in_progress',
        },
      ],
    },
  });
});

test.each([
  ['released', 'accepting', 'in_progress'],
  ['partly-released', 'inspecting', 'in_progress'],
  ['quarantined', 'holding', 'non_sellable_other'],
  ['rejected', 'inspecting', 'non_sellable_other'],
])('goods that are %s are received, then reported as %s', (decision, bizStep, disposition) => {
  const { entries, document } = documentOf([signed(decision)]);
  const common = { ...what, ...place('Stansted'), eventTime: '2026-01-01T03:00:00.000Z' };
  const id = `urn:coldwatch:event:${entries.at(-1)!.hash}%3A${start + 3 * hour}`;
  expect(document.epcisBody.eventList).toEqual([
    { ...common, eventID: `${id}%3Areceived`, bizStep: 'receiving', disposition: 'in_progress' },
    { ...common, eventID: id, bizStep, disposition },
  ]);
});

test('goods are received once, with the first decision', () => {
  const steps = eventsOf([signed('quarantined'), signed('released', 3)]).map(({ bizStep }) => bizStep);
  expect(steps).toEqual(['receiving', 'holding', 'accepting']);
});

test('an excursion that was not withdrawn is one event, in its latest state', () => {
  const closed: LedgerEvent = {
    kind: 'excursion-closed',
    ...where,
    excursion: { ...excursion, to: start + 90 * minute, peak: null },
    mergedInto: null,
  };
  const [event, ...more] = eventsOf([opened, closed, opened, closed]);
  expect(more).toEqual([]);
  expect(event!.sensorElementList).toEqual([
    {
      sensorMetadata: {
        startTime: '2026-01-01T01:00:00.000Z',
        endTime: '2026-01-01T01:30:00.000Z',
        deviceID: 'urn:coldwatch:thing:box',
        bizRules: 'urn:coldwatch:rule:warm-20m',
      },
      sensorReport: [{ type: 'Temperature', uom: 'CEL', exception: 'ALARM_CONDITION' }],
    },
  ]);
  expect(eventsOf([opened, { kind: 'excursion-withdrawn', ...where, excursion }])).toEqual([]);
  expect(eventsOf([opened, { ...closed, mergedInto: 'e0' }])).toEqual([]);
  expect(eventsOf([opened], [], null)).toEqual([]);
  expect(eventsOf([opened], [], { ...profile, rules: [{ ...profile.rules[0]!, id: 'other' }] })).toEqual([]);
  expect(
    eventsOf([opened], [], { ...profile, rules: [{ ...profile.rules[0]!, channel: 'battery' }] }),
  ).toEqual([]);
});

test('inferred, superseded and withdrawn milestones are not exported', () => {
  const withdrawn = (milestone: 'departed' | 'arrived', at: number): LedgerEvent => ({
    kind: 'milestone-withdrawn',
    milestone,
    at,
    detectedBy: null,
  });
  const times = (...facts: LedgerEvent[]) =>
    eventsOf(facts).map(({ bizStep, eventTime }) => `${bizStep} ${eventTime.slice(11, 16)}`);
  expect(times({ ...departed, detectedBy: 'box' })).toEqual([]);
  expect(times({ ...arrived, detectedBy: 'box' })).toEqual([]);
  expect(times(departed, { ...departed, at: start + 6 * minute })).toEqual(['shipping 00:06']);
  expect(times(departed, withdrawn('departed', departed.at))).toEqual([]);
  expect(times(arrived, withdrawn('arrived', arrived.at), departed)).toEqual(['shipping 00:05']);
});

describe('a changed plan', () => {
  const label = '340123450000000017';
  const other = '376104250021234569';
  const link = (sscc: string): string => `https://id.gs1.org/00/${sscc}`;
  const to = (fields: object): LedgerEvent => ({
    kind: 'plan-changed',
    plan: { ...createdShipment, sscc: label, ...fields },
  });
  const named = (...facts: LedgerEvent[]) =>
    eventsOf(facts).map(({ bizStep, action, epcList: [epc] = [], readPoint }) =>
      [bizStep, action, epc, readPoint?.id].filter((each) => each !== undefined).join(' '),
    );

  test('counts for the events recorded after it, and leaves those before it as they were', () => {
    const [before] = eventsOf([to({}), departed]);
    const events = eventsOf([to({}), departed, to({ sscc: other, destination: 'Luton' }), arrived]);
    expect(events.find(({ bizStep }) => bizStep === 'shipping')).toEqual(before);
    expect(named(to({}), departed, to({ sscc: other, destination: 'Luton' }), arrived)).toEqual([
      `decommissioning DELETE ${link(label)}`,
      `commissioning ADD ${link(other)}`,
      `shipping OBSERVE ${link(label)} urn:coldwatch:place:Cambridge`,
      `arriving OBSERVE ${link(other)} urn:coldwatch:place:Luton`,
    ]);
  });

  test('of the label is no event while nobody knows the former label, and lots are none at all', () => {
    expect(named(to({}), to({ sscc: other }), departed)).toEqual([
      `shipping OBSERVE ${link(other)} urn:coldwatch:place:Cambridge`,
    ]);
    expect(named(to({}), departed, to({ lots: ['A'] }))).toHaveLength(1);
  });
});
