import { SQSClient } from '@aws-sdk/client-sqs';
import { refusedMessages } from '../src/api/handlers/refused-messages.ts';
import { systemHealth } from '../src/api/handlers/system-health.ts';
import { type RetriedQueues, waitingMessages } from '../src/api/handlers/waiting-messages.ts';
import { identityProviderFromEnv } from '../src/api/http/authenticate.ts';
import { claimKeyFromEnv } from '../src/api/http/claim-idempotency-key.ts';
import { httpApi } from '../src/api/http/http-api.ts';
import { queueSender } from '../src/runtime/queue-sender.ts';
import { requireEnv } from '../src/runtime/require-env.ts';
import { queueDepth, waitingQueue } from '../src/runtime/waiting-queue.ts';
import { databaseFromEnv } from '../src/storage/database-from-env.ts';

const database = databaseFromEnv();
const audit = { client: database.client, table: database.tables.audit };
const sqs = new SQSClient({});
const topicRoot = requireEnv('TOPIC_ROOT');
const working = {
  ingest: requireEnv('INGEST_QUEUE_URL'),
  unarchived: requireEnv('UNARCHIVED_QUEUE_URL'),
  files: requireEnv('FILES_QUEUE_URL'),
  notifications: requireEnv('NOTIFICATIONS_QUEUE_URL'),
  deliveries: requireEnv('DELIVERIES_QUEUE_URL'),
};
const queues: RetriedQueues = {
  ingest: { queue: waitingQueue(sqs, requireEnv('INGEST_DEAD_LETTERS_URL')), target: working.ingest },
  rejected: { queue: waitingQueue(sqs, requireEnv('INGEST_REJECTED_URL')), target: working.ingest },
  files: { queue: waitingQueue(sqs, requireEnv('FILES_DEAD_LETTERS_URL')), target: working.files },
  deliveries: {
    queue: waitingQueue(sqs, requireEnv('DELIVERIES_DEAD_LETTERS_URL')),
    target: working.deliveries,
  },
};

/**
 * Shows operations what went wrong, and tries messages again. No other function of the API may receive from a queue, or
 * put a message of a device on one.
 */
export const handler = httpApi(
  'api-system',
  identityProviderFromEnv(),
  {
    ...waitingMessages(queues, audit, topicRoot),
    ...refusedMessages(database, audit, { send: queueSender(working.ingest), topicRoot }),
    ...systemHealth(database, queues, (name) => queueDepth(sqs, working[name]), {
      monitoringFunctions: Number(requireEnv('MONITORING_FUNCTIONS')),
      hasCanary: requireEnv('HAS_CANARY') === 'true',
    }),
  },
  claimKeyFromEnv(database.client),
);
