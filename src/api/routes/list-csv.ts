import { plainRuleId } from '../../model/combined-profile.ts';
import { versionInWords } from '../../model/combined-version.ts';
import type * as z from 'zod/mini';
import { type Column, csvText } from '../../model/csv-text.ts';
import type { alarmFigures, deviceListed, shipmentSummary } from './responses.ts';

// Lists of the API as CSV files for people. Times are ISO 8601 in UTC. It imports nothing but types and the writer, so
// that the page and the command line can use it alike.

type Summary = z.output<typeof shipmentSummary>;
type OpenAlarm = Summary['standingAlarms'][number] & Pick<Summary, 'shipment' | 'goods' | 'site' | 'carrier'>;
type Figures = z.output<typeof alarmFigures>;
type Device = z.output<typeof deviceListed>;
type Options = { readonly withMark?: boolean };

const several = (texts: readonly string[]): string => texts.join('; ');

const shipmentColumns: readonly Column<Summary>[] = [
  ['Shipment', ({ shipment }) => shipment],
  ['Status', ({ status }) => status],
  ['Goods', ({ goods }) => goods],
  ['Lots', ({ lots }) => several(lots)],
  // As it is printed on a label. A spreadsheet would round a number of 18 digits.
  ['Label (SSCC)', ({ sscc }) => (sscc === null ? null : `(00)${sscc}`)],
  ['From', ({ origin }) => origin],
  ['To', ({ destination }) => destination],
  ['Site', ({ site }) => site],
  ['Storage limits', ({ profile }) => versionInWords(profile)],
  ['Carrier', ({ carrier }) => carrier?.name ?? null],
  ['Carrier telephone', ({ carrier }) => carrier?.phone ?? null],
  ['Carrier mail', ({ carrier }) => carrier?.email ?? null],
  ['Vehicle', ({ vehicle }) => vehicle],
  ['Loggers', ({ devices }) => several(devices)],
  ['Planned departure (UTC)', ({ plannedDeparture }) => plannedDeparture],
  ['Departed (UTC)', ({ departedAt }) => departedAt],
  ['Planned arrival (UTC)', ({ plannedArrival }) => plannedArrival],
  ['Arrived (UTC)', ({ arrivedAt }) => arrivedAt],
  ['Open alarms', ({ openAlarms }) => several(openAlarms.map(plainRuleId))],
  ['Warnings', ({ warnings }) => several(warnings)],
  ['Loggers without signal', ({ silentDevices }) => several(silentDevices)],
  ['Decision', ({ decision }) => decision?.decision ?? null],
  ['Lots of the decision', ({ decision }) => several(decision?.lots ?? [])],
  ['Rejected lots of the decision', ({ decision }) => several(decision?.rejected ?? [])],
  ['Ended (UTC)', ({ decision, cancellation }) => cancellation?.at ?? decision?.signedAt ?? null],
  ['Decided or cancelled by', ({ decision, cancellation }) => cancellation?.by ?? decision?.name ?? null],
  ['Reason for cancelling', ({ cancellation }) => cancellation?.reason ?? null],
  ['Last change (UTC)', ({ changedAt }) => changedAt],
];

const openAlarmColumns: readonly Column<OpenAlarm>[] = [
  ['Shipment', ({ shipment }) => shipment],
  ['Goods', ({ goods }) => goods],
  ['Site', ({ site }) => site],
  ['Rule', ({ rule }) => plainRuleId(rule)],
  ['Severity', ({ severity }) => severity],
  ['Out of limits since (UTC)', ({ since }) => since],
  ['Back within limits (UTC)', ({ until }) => until],
  ['Raised (UTC)', ({ raisedAt }) => raisedAt],
  ['Acknowledged (UTC)', ({ acknowledgedAt }) => acknowledgedAt],
  ['Acknowledged by', ({ acknowledgedBy }) => acknowledgedBy],
  ['Comment', ({ comment }) => comment],
  ['Carrier', ({ carrier }) => carrier?.name ?? null],
  ['Carrier telephone', ({ carrier }) => carrier?.phone ?? null],
  ['Products affected', ({ affects = [] }) => several(affects)],
];

const figureColumns: readonly Column<Figures>[] = [
  ['Shipment', ({ shipment }) => shipment],
  ['Rule', ({ rule }) => plainRuleId(rule)],
  ['Severity', ({ severity }) => severity],
  ['Alarms', ({ alarms }) => alarms],
  ['Open', ({ standing }) => standing],
  ['Cleared within 10 min', ({ endedSoon }) => endedSoon],
  ['Acknowledged', ({ acknowledged }) => acknowledged],
  ['Mean seconds to acknowledge', ({ meanAcknowledgedAfterSeconds }) => meanAcknowledgedAfterSeconds],
];

/** What is not known is said so: an empty cell would pass for nothing to do. */
const unknown = 'unknown';

const deviceColumns: readonly Column<Device>[] = [
  ['Device', ({ device }) => device],
  ['Source', ({ source }) => source],
  ['Battery (%)', ({ batteryPercent }) => batteryPercent ?? unknown],
  ['Last heard (UTC)', ({ lastHeardAt, wasElsewhere }) => lastHeardAt ?? (wasElsewhere ? unknown : 'never')],
  ['Last reading (UTC)', ({ lastReadAt, wasElsewhere }) => lastReadAt ?? (wasElsewhere ? unknown : 'none')],
  ['Calibrated until (UTC)', ({ calibratedUntil }) => calibratedUntil ?? unknown],
  ['Certificate until (UTC)', ({ certificate, certificateUntil }) => certificateUntil ?? certificate],
  ['Shipment', ({ attachedTo }) => attachedTo?.shipment ?? null],
  ['Goods', ({ attachedTo }) => attachedTo?.goods ?? null],
  ['Attached (UTC)', ({ attachedTo }) => attachedTo?.since ?? null],
  ['Problems', ({ diagnostics }) => (diagnostics === null ? 'not checked' : several(diagnostics))],
  ['Last message refused (UTC)', ({ lastRefusedAt }) => lastRefusedAt],
];

/** Devices as CSV, a line each. */
export function devicesCsv(items: readonly Device[], options: Options = {}): string {
  return csvText(deviceColumns, items, options);
}

/** Shipments as CSV, current and ended ones alike, a line each. */
export function shipmentsCsv(items: readonly Summary[], options: Options = {}): string {
  return csvText(shipmentColumns, items, options);
}

/** The open alarms of shipments as CSV, a line for each alarm. */
export function alarmsCsv(items: readonly Summary[], options: Options = {}): string {
  const alarms = items.flatMap(({ shipment, goods, site, carrier, standingAlarms }) =>
    standingAlarms.map((alarm): OpenAlarm => ({ ...alarm, shipment, goods, site, carrier })),
  );
  return csvText(openAlarmColumns, alarms, options);
}

/** Figures about alarms as CSV, a line for each shipment and rule. */
export function alarmFiguresCsv(items: readonly Figures[], options: Options = {}): string {
  return csvText(figureColumns, items, options);
}
