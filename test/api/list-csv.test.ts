import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { toSummaryResponse } from '../../src/api/handlers/to-responses.ts';
import { alarmFiguresCsv, alarmsCsv, shipmentsCsv } from '../../src/api/routes/list-csv.ts';
import { summarise } from '../../src/shipments/summary.ts';
import { at, attached, created, ledger } from '../support/facts.ts';

const summary = {
  ...toSummaryResponse(summarise(ledger(created(), attached('lid')))),
  goods: 'platelets, "fresh"',
  lots: ['PLT-31', '=PLT-32'],
  sscc: '340123450000000017',
  carrier: { name: 'Swift Carriers', phone: '+41 44 555 0134', email: null },
  cancellation: { at: '2026-03-02T08:00:00.000Z', by: 'ida', reason: '=not needed' },
};
const rowsOf = (text: string) => parse(text, { columns: true, bom: true }) as Record<string, string>[];

test('a shipment is a line with names for people, times in UTC and a label that no spreadsheet rounds', () => {
  const [row] = rowsOf(shipmentsCsv([summary], { withMark: true }));
  expect(row).toMatchObject({
    Shipment: summary.shipment,
    Status: 'planned',
    Goods: 'platelets, "fresh"',
    Lots: 'PLT-31;\u{A0} =PLT-32',
    'Label (SSCC)': '(00)340123450000000017',
    Carrier: 'Swift Carriers',
    'Carrier telephone': '\u{A0}+41 44 555 0134',
    'Carrier mail': '',
    Loggers: 'lid',
    'Ended (UTC)': '2026-03-02T08:00:00.000Z',
    'Decided or cancelled by': 'ida',
    'Reason for cancelling': '\u{A0}=not needed',
    'Last change (UTC)': summary.changedAt,
  });
});

test('the end of a decided shipment is the signature', () => {
  const decision = {
    decision: 'released' as const,
    lots: ['PLT-31'],
    name: 'Dr. Ada Novak',
    signedAt: '2026-03-03T09:00:00.000Z',
    sequence: 4,
  };
  const [row] = rowsOf(shipmentsCsv([{ ...summary, cancellation: null, decision }]));
  expect(row).toMatchObject({
    Decision: 'released',
    'Lots of the decision': 'PLT-31',
    'Ended (UTC)': decision.signedAt,
    'Decided or cancelled by': 'Dr. Ada Novak',
    'Reason for cancelling': '',
  });
});

test('a shipment has a line for each of its open alarms, and none if it has none', () => {
  const alarm = (rule: string) => ({
    rule,
    severity: 'major' as const,
    since: new Date(at(1)).toISOString(),
    until: null,
    raisedAt: new Date(at(2)).toISOString(),
    acknowledgedAt: null,
    acknowledgedBy: null,
    comment: null,
  });
  const two = { ...summary, standingAlarms: [alarm('hot-15'), alarm('cold-2')] };
  expect(rowsOf(alarmsCsv([summary, two]))).toMatchObject([
    { Shipment: two.shipment, Rule: 'hot-15', 'Back within limits (UTC)': '' },
    { Shipment: two.shipment, Rule: 'cold-2', 'Raised (UTC)': new Date(at(2)).toISOString() },
  ]);
});

test('an alarm has its times, who acknowledged it and with which words, and whom to call', () => {
  const time = (minute: number) => new Date(at(minute)).toISOString();
  const alarm = {
    rule: 'hot-15',
    severity: 'critical' as const,
    since: time(1),
    until: time(4),
    raisedAt: time(2),
    acknowledgedAt: time(3),
    acknowledgedBy: 'ida',
    comment: 'moved to the fridge',
    affects: ['Vaccine A', 'Serum'],
    within: ['Vaccine B'],
  };
  expect(rowsOf(alarmsCsv([{ ...summary, standingAlarms: [alarm] }]))).toEqual([
    {
      Shipment: summary.shipment,
      Goods: 'platelets, "fresh"',
      Site: summary.site,
      Rule: 'hot-15',
      Severity: 'critical',
      'Out of limits since (UTC)': time(1),
      'Back within limits (UTC)': time(4),
      'Raised (UTC)': time(2),
      'Acknowledged (UTC)': time(3),
      'Acknowledged by': 'ida',
      Comment: 'moved to the fridge',
      Carrier: 'Swift Carriers',
      'Carrier telephone': '\u{A0}+41 44 555 0134',
      'Products affected': 'Vaccine A; Serum',
    },
  ]);
});

test('figures about alarms', () => {
  const figures = { alarms: 3, standing: 1, endedSoon: 2, acknowledged: 1, severity: 'minor' as const };
  const each = { shipment: 'DX-1', rule: 'hot-8', meanAcknowledgedAfterSeconds: null, ...figures };
  expect(rowsOf(alarmFiguresCsv([each]))).toEqual([
    {
      Shipment: 'DX-1',
      Rule: 'hot-8',
      Severity: 'minor',
      Alarms: '3',
      Open: '1',
      'Cleared within 10 min': '2',
      Acknowledged: '1',
      'Mean seconds to acknowledge': '',
    },
  ]);
});
