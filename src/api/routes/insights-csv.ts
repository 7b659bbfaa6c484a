import type * as z from 'zod/mini';
import { type Column, csvText } from '../../model/csv-text.ts';
import type { insights, waiting } from './responses.ts';

// Insights as CSV files for people. Shares are from 0 to 1; empty where nothing was counted. No share comes without the
// numbers that it rests on.

type Insights = z.output<typeof insights>;
type Row = Insights['items'][number] & Pick<Insights, 'from' | 'to'>;
type Waiting = z.output<typeof waiting>['items'][number];
type Options = { readonly withMark?: boolean };

const insightColumns: readonly Column<Row>[] = [
  ['From month (UTC)', ({ from }) => from],
  ['To month (UTC)', ({ to }) => to],
  ['Month (UTC)', ({ month }) => month],
  ['From', ({ origin }) => origin],
  ['To', ({ destination }) => destination],
  ['Carrier', ({ carrier }) => carrier],
  ['Packaging', ({ packaging }) => packaging],
  ['Shipments', ({ shipments }) => shipments],
  ['Cancelled (not counted)', ({ cancelled }) => cancelled],
  ['Released', ({ decisions }) => decisions.released],
  ['Partly released', ({ decisions }) => decisions.partlyReleased],
  ['Quarantined', ({ decisions }) => decisions.quarantined],
  ['Rejected', ({ decisions }) => decisions.rejected],
  ['Contradicted', ({ decisions }) => decisions.contradicted],
  ['Shipments with an excursion', ({ excursions }) => excursions.shipments],
  ['Shipments unknown', ({ excursions }) => excursions.unknown],
  ['Times out of range', ({ excursions }) => excursions.times],
  ['Share with an excursion, at least', ({ excursions }) => excursions.share?.atLeast ?? null],
  ['Share with an excursion, at most', ({ excursions }) => excursions.share?.atMost ?? null],
  ['95 % interval from', ({ excursions }) => excursions.share?.from ?? null],
  ['95 % interval to', ({ excursions }) => excursions.share?.to ?? null],
  ['Shipments monitored', ({ time }) => time.shipments],
  ['Seconds in range', ({ time }) => time.inRangeSeconds],
  ['Seconds out of range', ({ time }) => time.outOfRangeSeconds],
  ['Seconds not monitored', ({ time }) => time.unmonitoredSeconds],
  ['Share of monitored time in range', ({ time }) => time.inRange],
  ['Share of time monitored', ({ time }) => time.monitored],
  ['Alarms', ({ alarms }) => alarms.raised],
  ['Acknowledged', ({ alarms }) => alarms.acknowledged],
  ['Mean seconds to acknowledge', ({ alarms }) => alarms.meanAcknowledgedAfterSeconds],
  ['Acknowledged within 15 min', ({ alarms }) => alarms.acknowledgedSoon],
  ['Share within 15 min, interval from', ({ alarms }) => alarms.acknowledgedSoonShare?.from ?? null],
  ['Share within 15 min, interval to', ({ alarms }) => alarms.acknowledgedSoonShare?.to ?? null],
  ['Cleared by themselves', ({ alarms }) => alarms.clearedAlone],
  ['Share cleared by themselves, interval from', ({ alarms }) => alarms.clearedAloneShare?.from ?? null],
  ['Share cleared by themselves, interval to', ({ alarms }) => alarms.clearedAloneShare?.to ?? null],
];

const waitingColumns: readonly Column<Waiting>[] = [
  ['Shipment', ({ shipment }) => shipment],
  ['Status', ({ status }) => status],
  ['Goods', ({ goods }) => goods],
  ['Site', ({ site }) => site],
  ['From', ({ origin }) => origin],
  ['To', ({ destination }) => destination],
  ['Carrier', ({ carrier }) => carrier],
  ['Arrived (UTC)', ({ since }) => since],
  ['Seconds waiting', ({ seconds }) => Math.floor(seconds)],
];

/** Insights as CSV, a line for each row of the answer. */
export function insightsCsv({ from, to, items }: Insights, options: Options = {}): string {
  const rows = items.map((item): Row => ({ ...item, from, to }));
  return csvText(insightColumns, rows, options);
}

/** Waiting shipments as CSV, a line each. */
export function waitingCsv(items: readonly Waiting[], options: Options = {}): string {
  return csvText(waitingColumns, items, options);
}
