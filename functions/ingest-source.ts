import { requestAcceptor } from '../src/api/ingest/accept-request.ts';
import { ingestRequests } from '../src/api/ingest/ingest-requests.ts';
import { queueSender } from '../src/runtime/queue-sender.ts';
import { requireEnv } from '../src/runtime/require-env.ts';
import { databaseFromEnv } from '../src/storage/database-from-env.ts';

const database = databaseFromEnv();
const sendToIngest = queueSender(requireEnv('INGEST_QUEUE_URL'));

/**
 * Accepts what sources send over HTTPS: checks the secret or the signature, and puts the message on the ingest queue.
 * The gateway's route has no authorizer, so this function may do little else.
 */
export const handler = ingestRequests(requestAcceptor(database, sendToIngest));
