import { IoTClient } from '@aws-sdk/client-iot';
import { addressBookViews } from '../src/api/handlers/address-book.ts';
import { auditViews } from '../src/api/handlers/audit-trail.ts';
import { storageFromEnv } from '../src/api/handlers/downloads.ts';
import { thingsFrom } from '../src/api/handlers/registered-thing.ts';
import { thingListFrom } from '../src/api/handlers/registered-things.ts';
import { savedViewsOf } from '../src/api/handlers/saved-views.ts';
import { deviceViews } from '../src/api/handlers/show-device.ts';
import { insightViews } from '../src/api/handlers/show-insights.ts';
import { evidenceViews } from '../src/api/handlers/show-evidence.ts';
import { laneViews } from '../src/api/handlers/lane-subscribers.ts';
import { ownAlertViews } from '../src/api/handlers/own-alerts.ts';
import { listViews } from '../src/api/handlers/show-lists.ts';
import { legViews } from '../src/api/handlers/show-legs.ts';
import { linkViews } from '../src/api/handlers/show-links.ts';
import { shipmentViews } from '../src/api/handlers/show-shipment.ts';
import { sourceViews } from '../src/api/handlers/show-sources.ts';
import { profileViews } from '../src/api/handlers/stored-profiles.ts';
import { identityProviderFromEnv } from '../src/api/http/authenticate.ts';
import { httpApi } from '../src/api/http/http-api.ts';
import { openApi } from '../src/api/routes/open-api.ts';
import { mailFromEnv } from '../src/runtime/mail-from-env.ts';
import { requireEnv } from '../src/runtime/require-env.ts';
import { databaseFromEnv } from '../src/storage/database-from-env.ts';

const database = databaseFromEnv();
const provider = identityProviderFromEnv();
const buckets = {
  archive: storageFromEnv('ARCHIVE_BUCKET'),
  downloads: storageFromEnv('DOWNLOADS_BUCKET'),
};
const files = { client: database.client, table: requireEnv('FILES_TABLE') };
const planning = { client: database.client, table: requireEnv('PLANNING_TABLE') };
const recipients = { client: database.client, table: requireEnv('RECIPIENTS_TABLE') };
const entrances = { endpoint: requireEnv('API_ENDPOINT'), topicRoot: requireEnv('TOPIC_ROOT') };
const things = thingsFrom(new IoTClient({ maxAttempts: 2 }));
// Ten lists a second are allowed in an account, and a list has no answer without it.
const thingList = thingListFrom(new IoTClient({ maxAttempts: 5 }));

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
  ...listViews(database),
  ...insightViews(database),
  ...shipmentViews(database, files),
  ...linkViews(database),
  ...legViews(database),
  ...evidenceViews(database, buckets, provider.signingClientId),
  ...deviceViews(database, things, thingList),
  ...profileViews(database),
  ...sourceViews(database, entrances),
  ...addressBookViews(planning),
  ...savedViewsOf(planning),
  ...ownAlertViews(recipients, mailFromEnv()),
  ...auditViews({ client: database.client, table: database.tables.audit }),
  ...laneViews(recipients, mailFromEnv()),
});
