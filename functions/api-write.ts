import { SNSClient } from '@aws-sdk/client-sns';
import { addressBookManagement } from '../src/api/handlers/address-book.ts';
import { type FileDesk, uploadLinks } from '../src/api/handlers/attached-files.ts';
import { planChanges } from '../src/api/handlers/change-plans.ts';
import { fileManagement } from '../src/api/handlers/manage-files.ts';
import { planningTogether } from '../src/api/handlers/plan-shipments.ts';
import { laneManagement } from '../src/api/handlers/manage-lanes.ts';
import { ownAlertManagement } from '../src/api/handlers/manage-own-alerts.ts';
import { profileManagement } from '../src/api/handlers/manage-profiles.ts';
import { savedViewManagement } from '../src/api/handlers/saved-views.ts';
import { shipmentManagement } from '../src/api/handlers/manage-shipments.ts';
import { legManagement } from '../src/api/handlers/manage-legs.ts';
import { linkManagement } from '../src/api/handlers/manage-links.ts';
import { sourceManagement } from '../src/api/handlers/manage-sources.ts';
import { subscriberManagement } from '../src/api/handlers/manage-subscribers.ts';
import { recordingSystemEntries } from '../src/api/handlers/system-entries.ts';
import { identityProviderFromEnv } from '../src/api/http/authenticate.ts';
import { claimKeyFromEnv } from '../src/api/http/claim-idempotency-key.ts';
import { httpApi } from '../src/api/http/http-api.ts';
import { cursorOf, placeOf } from '../src/api/http/pages.ts';
import { deviceEvaluator } from '../src/monitoring/evaluate-device.ts';
import type { DeliveryRequest } from '../src/notifications/delivery-request.ts';
import { requestNotificationFromEnv } from '../src/notifications/request-notification.ts';
import { subscribersOf } from '../src/notifications/subscribers.ts';
import { queueSender } from '../src/runtime/queue-sender.ts';
import { mailFromEnv } from '../src/runtime/mail-from-env.ts';
import { requireEnv } from '../src/runtime/require-env.ts';
import { recordsFromEnv } from '../src/storage/database-from-env.ts';
import { rebuildPage } from '../src/storage/rebuild-summary.ts';

const database = recordsFromEnv();
const sendToRead = queueSender(requireEnv('FILES_QUEUE_URL'));
const desk: FileDesk = {
  files: { client: database.client, table: requireEnv('FILES_TABLE') },
  link: uploadLinks(requireEnv('UPLOADS_BUCKET')),
  send: (file) => sendToRead(JSON.stringify(file)),
};
const audit = { client: database.client, table: database.tables.audit };
const planning = { client: database.client, table: requireEnv('PLANNING_TABLE') };
const deliveries = queueSender(requireEnv('DELIVERIES_QUEUE_URL'));
const ownAlerts = {
  recipients: { client: database.client, table: requireEnv('RECIPIENTS_TABLE') },
  mailFrom: mailFromEnv(),
  request: (request: DeliveryRequest) => deliveries(JSON.stringify(request)),
};
const shares = { client: database.client, table: requireEnv('SHARES_TABLE') };
const { evaluate } = deviceEvaluator(database, requestNotificationFromEnv());
const entrances = { endpoint: requireEnv('API_ENDPOINT'), topicRoot: requireEnv('TOPIC_ROOT') };

/**
 * Executes actions on shipments, has files of loggers read, stores profiles, makes links, and changes sources and the subscribers of
 * audiences.
 */
export const handler = httpApi(
  'api-write',
  identityProviderFromEnv(),
  recordingSystemEntries(audit, {
    ...shipmentManagement(database, ownAlerts.request),
    ...fileManagement({ database, evaluate }, desk),
    ...profileManagement(database),
    ...linkManagement(database, shares),
    ...legManagement(database),
    ...sourceManagement(database, entrances),
    ...subscriberManagement(subscribersOf(new SNSClient({}), requireEnv('ALERTS_TOPIC_ARN'))),
    ...planChanges(database),
    ...planningTogether(database),
    ...addressBookManagement(planning),
    ...savedViewManagement(planning),
    ...ownAlertManagement(ownAlerts),
    ...laneManagement(ownAlerts),
    async rebuildLists({ body, actor }) {
      actor();
      const after = placeOf(
        body.cursor ?? undefined,
        (place): place is string =>
          typeof place === 'string' && /^((told|kept)#)?\d{8} \S{1,64}$/.test(place),
      );
      const { rebuilt, last } = await rebuildPage(database, after);
      return { items: rebuilt, next: last === null ? null : cursorOf(last) };
    },
  }),
  claimKeyFromEnv(database.client),
);
