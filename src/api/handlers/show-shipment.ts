import { alarmsRecorded } from '../../shipments/alarms.ts';
import { lastReceipt, presentOf, receiptsRecorded } from '../../shipments/ledger.ts';
import { releasedLots } from '../../shipments/receipt/contradiction.ts';
import { verdictWithExpiry } from '../../shipments/receipt/lots-in-date.ts';
import { verdictWithAllowances } from '../../shipments/receipt/verdict-with-allowances.ts';
import { evaluateShipment } from '../../shipments/shipment-verdict.ts';
import { toShipmentVerdictJson } from '../../shipments/shipment-verdict-json.ts';
import { summarise } from '../../shipments/summary.ts';
import { type FilesTable, listFiles } from '../../storage/attached-files.ts';
import { legsOfProducts } from '../../storage/legs-behind.ts';
import { readRecords } from '../../storage/shipment-record.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { pageOfList } from '../http/pages.ts';
import { RequestRefused } from '../http/problem.ts';
import { shown } from './attached-files.ts';
import { liveShipmentsFrom } from './live-shipments.ts';
import { shownLegs } from './shown-shipments.ts';
import { openRequested } from './open-shipment.ts';
import { readCsv, readSeries } from './read-readings.ts';
import { iso, toAlarmResponse, toReceiptResponse, toShipmentResponse } from './to-responses.ts';

/** Makes the handlers that show one shipment: its state, ledger, verdict, decisions, readings, alarms and files. */
export function shipmentViews(database: Database, files: FilesTable) {
  const liveOf = liveShipmentsFrom(database);
  return {
    async showShipment(request: ApiRequest<'showShipment'>) {
      const entries = await openRequested(database, request);
      const [live] = await liveOf([summarise(entries)], Date.now());
      return toShipmentResponse(entries, live!);
    },
    async listLedger(request: ApiRequest<'listLedger'>) {
      return pageOfList(await openRequested(database, request), request.query);
    },
    async getVerdict(request: ApiRequest<'getVerdict'>) {
      const all = await openRequested(database, request);
      const present = presentOf(all, Date.now());
      const asOf = request.query.asOf ?? present;
      if (asOf > present) throw new RequestRefused(400, `asOf: ${iso(asOf)} is in the future`);
      const entries = all.filter(({ recordedAt }) => recordedAt <= asOf);
      if (entries.length === 0)
        throw new RequestRefused(
          400,
          `asOf: the shipment was planned ${iso(all[0]!.recordedAt)}, later than that`,
        );
      const verdict = evaluateShipment(entries, await readRecords(database, entries), asOf);
      const legs = await legsOfProducts(database, entries, asOf);
      const shownAs = await shownLegs(database, request.person, legs);
      const known = verdictWithAllowances(verdict, legs, shownAs);
      // Goods that were released may expire afterwards; that changes nothing about them then.
      const receipt = lastReceipt(entries);
      const released = receipt === null ? [] : releasedLots(entries, receipt).flatMap(({ key }) => key ?? []);
      return toShipmentVerdictJson(verdictWithExpiry(known, new Set(released)));
    },
    async listVerdicts(request: ApiRequest<'listVerdicts'>) {
      const entries = await openRequested(database, request);
      return pageOfList(
        receiptsRecorded(entries).map((receipt) => toReceiptResponse(entries, receipt)),
        request.query,
      );
    },
    async getReadings(request: ApiRequest<'getReadings'>) {
      return readSeries(database, await openRequested(database, request), request.query);
    },
    async getReadingsCsv(request: ApiRequest<'getReadingsCsv'>) {
      return readCsv(database, await openRequested(database, request), request.query);
    },
    async listShipmentAlarms(request: ApiRequest<'listShipmentAlarms'>) {
      const entries = await openRequested(database, request);
      return pageOfList(
        alarmsRecorded(entries).map((alarm) => toAlarmResponse(entries, alarm)),
        request.query,
      );
    },
    async listFiles(request: ApiRequest<'listFiles'>) {
      await openRequested(database, request);
      return { files: (await listFiles(files, request.path['shipment']!)).map(shown) };
    },
  };
}
