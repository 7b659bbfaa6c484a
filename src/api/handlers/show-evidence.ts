import { makeBundle } from '../../evidence/bundle.ts';
import { epcisOf } from '../../evidence/epcis.ts';
import { freeze, legsFrozen } from '../../evidence/freeze.ts';
import { labelOf, loadBasis, loadEvidence } from '../../evidence/load-evidence.ts';
import { makeReport } from '../../evidence/report/report.ts';
import { verificationOf } from '../../evidence/verification.ts';
import {
  type Entry,
  attachmentsRecorded,
  presentOf,
  receiptsRecorded,
  shipmentOf,
} from '../../shipments/ledger.ts';
import { evaluateShipment } from '../../shipments/shipment-verdict.ts';
import { readRecords } from '../../storage/shipment-record.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { type Storage, linkTo } from './downloads.ts';
import { productsOfReceipt } from './to-product-receipt.ts';
import { shownReceipt } from './shown-shipments.ts';
import { openRequested } from './open-shipment.ts';

type Buckets = { readonly archive: Storage; readonly downloads: Storage };

/**
 * Makes the handlers that show the evidence of a shipment, and that make files of it on demand. `signingClientId` is the
 * client of the identity provider that signatures are made for.
 */
export function evidenceViews(database: Database, { archive, downloads }: Buckets, signingClientId: string) {
  const evidenceOf = (entries: readonly Entry[]) => loadEvidence(database, entries, archive, signingClientId);
  return {
    async getReceipt(request: ApiRequest<'getReceipt'>) {
      const entries = await openRequested(database, request);
      const scanned = await labelOf(archive, entries, request.query.label ?? null);
      const frozen = freeze(await loadBasis(database, entries, scanned, Date.now()));
      const legs = legsFrozen(entries, frozen);
      const document = await shownReceipt(database, request.person, entries, frozen.document, legs);
      return {
        shipment: document.shipment,
        sequence: entries.length,
        recommendation: document.recommendation,
        checks: [...document.checks],
        calibrationMissing: [...document.calibrationMissing],
        lots: [...(shipmentOf(entries).lots ?? [])],
        ...productsOfReceipt(document, shipmentOf(entries)),
        signed: receiptsRecorded(entries).at(-1)?.sequence ?? null,
      };
    },
    async getBundle(request: ApiRequest<'getBundle'>) {
      const evidence = await evidenceOf(await openRequested(database, request));
      const bundle = makeBundle({ ...evidence, report: await makeReport(evidence) });
      return linkTo(downloads, 'bundles', `${request.path['shipment']}.zip`, bundle, 'application/zip');
    },
    async verifyEvidence(request: ApiRequest<'verifyEvidence'>) {
      return verificationOf(await evidenceOf(await openRequested(database, request)));
    },
    async getReport(request: ApiRequest<'getReport'>) {
      const report = await makeReport(await evidenceOf(await openRequested(database, request)));
      return linkTo(downloads, 'reports', `${request.path['shipment']}.pdf`, report, 'application/pdf');
    },
    async getEpcis(request: ApiRequest<'getEpcis'>) {
      const entries = await openRequested(database, request);
      const recordOf = await readRecords(database, entries);
      const attachments = attachmentsRecorded(entries);
      const profileOf = (device: string) => {
        const own = attachments.findLast((attachment) => attachment.device === device);
        return own === undefined ? null : recordOf(own).profile;
      };
      const verdict = evaluateShipment(entries, recordOf, presentOf(entries, Date.now()));
      return epcisOf(entries, verdict, profileOf) as { type: 'EPCISDocument' };
    },
  };
}
