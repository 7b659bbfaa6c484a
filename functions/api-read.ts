import { IoTClient } from '@aws-sdk/client-iot';
import { openApi } from '../src/api/routes/open-api.ts';
import { parseNewProfile } from '../src/model/parse-profile.ts';
import { alarmsRecorded } from '../src/shipments/alarms.ts';
import { attachmentsRecorded, receiptsRecorded, shipmentOf, presentOf } from '../src/shipments/ledger.ts';
import { toShipmentVerdictJson } from '../src/shipments/shipment-verdict-json.ts';
import { mayAt } from '../src/shipments/permissions.ts';
import { summarise } from '../src/shipments/summary.ts';
import { evaluateShipment } from '../src/shipments/shipment-verdict.ts';
import { makeBundle } from '../src/evidence/bundle.ts';
import { epcisOf } from '../src/evidence/epcis.ts';
import { freeze } from '../src/evidence/freeze.ts';
import { makeReport } from '../src/evidence/report/report.ts';
import { verificationOf } from '../src/evidence/verification.ts';
import { readDeviceItem } from '../src/storage/append.ts';
import { readLedger } from '../src/storage/ledger.ts';
import { readRecords } from '../src/storage/shipment-record.ts';
import { shipmentsLabelled } from '../src/storage/shipments.ts';
import { shown } from '../src/api/handlers/attached-files.ts';
import { listFiles } from '../src/storage/attached-files.ts';
import { addressBookViews } from '../src/api/handlers/address-book.ts';
import { savedViewsOf } from '../src/api/handlers/saved-views.ts';
import { alarmReport } from '../src/api/handlers/alarm-report.ts';
import { identityProviderFromEnv } from '../src/api/http/authenticate.ts';
import { loadBasis, loadEvidence, labelOf } from '../src/evidence/load-evidence.ts';
import { TaggedAnswer } from '../src/api/http/http-response.ts';
import { type ApiRequest, httpApi } from '../src/api/http/http-api.ts';
import { lastContactFrom } from '../src/api/handlers/last-contact.ts';
import { liveShipmentsFrom } from '../src/api/handlers/live-shipments.ts';
import { deviceCheckFrom } from '../src/api/handlers/check-device.ts';
import { thingsFrom } from '../src/api/handlers/registered-thing.ts';
import { boardOf } from '../src/api/handlers/list-board.ts';
import { previewProfile } from '../src/api/handlers/preview-profile.ts';
import { listStoredProfiles, showStoredProfile } from '../src/api/handlers/stored-profiles.ts';
import { sourceViews } from '../src/api/handlers/show-sources.ts';
import { requireEnv } from '../src/runtime/require-env.ts';
import { findShipments } from '../src/api/handlers/find-shipments.ts';
import { listEnded } from '../src/api/handlers/list-ended.ts';
import { listShipments } from '../src/api/handlers/list-shipments.ts';
import { openShipment } from '../src/api/handlers/open-shipment.ts';
import { pageOfList } from '../src/api/http/pages.ts';
import {
  iso,
  toAlarmResponse,
  toReceiptResponse,
  toShipmentResponse,
  toSummaryResponse,
} from '../src/api/handlers/to-responses.ts';
import { RequestRefused } from '../src/api/http/problem.ts';
import { readCsv, readSeries } from '../src/api/handlers/read-readings.ts';
import { linkTo, storageFromEnv } from '../src/api/handlers/downloads.ts';
import { databaseFromEnv } from '../src/storage/database-from-env.ts';

const database = databaseFromEnv();
const provider = identityProviderFromEnv();
const downloads = storageFromEnv('DOWNLOADS_BUCKET');
const archive = storageFromEnv('ARCHIVE_BUCKET');
const files = { client: database.client, table: requireEnv('FILES_TABLE') };

const sources = sourceViews(database, {
  endpoint: requireEnv('API_ENDPOINT'),
  topicRoot: requireEnv('TOPIC_ROOT'),
});
const board = boardOf(database);
const planning = { client: database.client, table: requireEnv('PLANNING_TABLE') };
const liveOf = liveShipmentsFrom(database);
const lastHeard = lastContactFrom(database);
const checkDevice = deviceCheckFrom(database, thingsFrom(new IoTClient({ maxAttempts: 2 })));

const open = ({ person, action, path }: Pick<ApiRequest<'showShipment'>, 'person' | 'action' | 'path'>) =>
  openShipment(database, person, action, path['shipment']!);

/** Serves records, verdicts and evidence. It writes only the files that are made on demand. */
export const handler = httpApi('api-read', provider, {
  async getOpenApi() {
    return openApi();
  },
  async getConfiguration() {
    const { issuer, clientId, signingClientId, scope } = provider;
    return { issuer, clientId, signingClientId, scope };
  },
  async getMe({ person: { username, roles, sites } }) {
    return { username, roles: [...roles], sites: [...sites] };
  },
  async listShipments({ person, query }) {
    if (query.label !== undefined) {
      const labelled = await shipmentsLabelled(database, query.label);
      const own = labelled.filter(
        ({ site, status }) =>
          mayAt(person, 'read-shipment', site) &&
          (query.site ?? site) === site &&
          (query.status ?? status) === status,
      );
      return { items: own.map(toSummaryResponse), next: null };
    }
    const { shipments, next } = await listShipments(database, person, query);
    return { items: shipments.map(toSummaryResponse), next };
  },
  async findShipments({ person, query }) {
    const { shipments, next } = await findShipments(database, person, query);
    return { items: shipments.map(toSummaryResponse), next };
  },
  async listEnded({ person, query }) {
    const { shipments, next } = await listEnded(database, person, query);
    return { items: shipments.map(toSummaryResponse), next };
  },
  async listBoard({ person, query }) {
    const answer = await board(person, query);
    // The time of the answer changes nothing of what it says.
    return new TaggedAnswer(answer, [answer.items, answer.next]);
  },
  async listFiles(request) {
    await open(request);
    return { files: (await listFiles(files, request.path['shipment']!)).map(shown) };
  },
  async showShipment(request) {
    const entries = await open(request);
    const [live] = await liveOf([summarise(entries)], Date.now());
    return toShipmentResponse(entries, live!);
  },
  async listLedger(request) {
    return pageOfList(await open(request), request.query);
  },
  async getVerdict(request) {
    const all = await open(request);
    const present = presentOf(all, Date.now());
    const asOf = request.query.asOf ?? present;
    if (asOf > present) throw new RequestRefused(400, `asOf: ${iso(asOf)} is in the future`);
    const entries = all.filter(({ recordedAt }) => recordedAt <= asOf);
    if (entries.length === 0)
      throw new RequestRefused(
        400,
        `asOf: the shipment was planned ${iso(all[0]!.recordedAt)}, later than that`,
      );
    return toShipmentVerdictJson(evaluateShipment(entries, await readRecords(database, entries), asOf));
  },
  async listVerdicts(request) {
    const entries = await open(request);
    return pageOfList(
      receiptsRecorded(entries).map((receipt) => toReceiptResponse(entries, receipt)),
      request.query,
    );
  },
  async getReadings(request) {
    return readSeries(database, await open(request), request.query);
  },
  async getReadingsCsv(request) {
    return readCsv(database, await open(request), request.query);
  },
  async listShipmentAlarms(request) {
    const alarms = alarmsRecorded(await open(request));
    return pageOfList(
      alarms.map((alarm) => toAlarmResponse(request.path['shipment']!, alarm)),
      request.query,
    );
  },
  async listAlarms({ person, query }) {
    return alarmReport(database, person, query);
  },
  async getReceipt(request) {
    const entries = await open(request);
    const scanned = await labelOf(archive, entries, request.query.label ?? null);
    const { document } = freeze(await loadBasis(database, entries, scanned, Date.now()));
    return {
      shipment: document.shipment,
      sequence: entries.length,
      recommendation: document.recommendation,
      checks: [...document.checks],
      calibrationMissing: [...document.calibrationMissing],
      lots: [...(shipmentOf(entries).lots ?? [])],
      signed: receiptsRecorded(entries).at(-1)?.sequence ?? null,
    };
  },
  async getBundle(request) {
    const entries = await open(request);
    const evidence = await loadEvidence(database, entries, archive, provider.signingClientId);
    const bundle = makeBundle({ ...evidence, report: await makeReport(evidence) });
    return linkTo(downloads, 'bundles', `${request.path['shipment']}.zip`, bundle, 'application/zip');
  },
  async verifyEvidence(request) {
    const entries = await open(request);
    return verificationOf(await loadEvidence(database, entries, archive, provider.signingClientId));
  },
  async getReport(request) {
    const entries = await open(request);
    const evidence = await loadEvidence(database, entries, archive, provider.signingClientId);
    const report = await makeReport(evidence);
    return linkTo(downloads, 'reports', `${request.path['shipment']}.pdf`, report, 'application/pdf');
  },
  async getEpcis(request) {
    const entries = await open(request);
    const recordOf = await readRecords(database, entries);
    const attachments = attachmentsRecorded(entries);
    const profileOf = (device: string) => {
      const own = attachments.findLast((attachment) => attachment.device === device);
      return own === undefined ? null : recordOf(own).profile;
    };
    return epcisOf(
      entries,
      evaluateShipment(entries, recordOf, presentOf(entries, Date.now())),
      profileOf,
    ) as {
      type: 'EPCISDocument';
    };
  },
  async getDevice({ person, path }) {
    const device = path['device']!;
    const deviceItem = await readDeviceItem(database, device);
    const { assignment } = deviceItem;
    const entries = assignment === null ? [] : (await readLedger(database, assignment.shipment)).entries;
    if (
      assignment === null ||
      entries.length === 0 ||
      !mayAt(person, 'read-shipment', shipmentOf(entries).site)
    )
      throw new RequestRefused(404, `${device} is not attached to a shipment.`);
    const { readAt } = await lastHeard(deviceItem, Date.now());
    return {
      device,
      shipment: assignment.shipment,
      since: iso(assignment.since),
      role: assignment.role,
      lastReadAt: readAt,
    };
  },
  async checkDevice({ person, path }) {
    return checkDevice(person, path['device']!);
  },
  async previewProfile({ person, body }) {
    const parsed = parseNewProfile(body);
    if (!parsed.ok) throw new RequestRefused(400, parsed.problems.join('; '), { problems: parsed.problems });
    return previewProfile(database, person, parsed.profile);
  },
  ...sources,
  ...addressBookViews(planning),
  ...savedViewsOf(planning),
  async listProfiles({ query }) {
    return listStoredProfiles(database, query);
  },
  async showProfile({ path: { profile, version } }) {
    return showStoredProfile(database, profile!, Number(version));
  },
});
