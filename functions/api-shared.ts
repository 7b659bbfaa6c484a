import { setTimeout as sleep } from 'node:timers/promises';
import { sharedLinks } from '../src/api/handlers/shared-link.ts';
import { identityProviderFromEnv } from '../src/api/http/authenticate.ts';
import { httpApi } from '../src/api/http/http-api.ts';
import { queueSender } from '../src/runtime/queue-sender.ts';
import { requireEnv } from '../src/runtime/require-env.ts';
import { recordsFromEnv } from '../src/storage/database-from-env.ts';

const database = recordsFromEnv();
const deliveries = queueSender(requireEnv('DELIVERIES_QUEUE_URL'));
const shares = { client: database.client, table: requireEnv('SHARES_TABLE') };

/**
 * Serves the holders of links, who are not signed in: one shipment each. It is a function of its own, so that nothing
 * else is within reach of strangers.
 */
export const handler = httpApi(
  'api-shared',
  identityProviderFromEnv(),
  sharedLinks(database, shares, (request) => deliveries(JSON.stringify(request)), sleep),
);
