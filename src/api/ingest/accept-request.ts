import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { sha256 } from '../../model/digest.ts';
import { count } from '../../runtime/observability.ts';
import { Attempts } from '../../storage/attempts.ts';
import { countAccepted, secondsToNextMinute } from '../../storage/count-accepted.ts';
import { readAccess, secretsOf } from '../../storage/source-secrets.ts';
import { storeRefused } from '../../storage/store-refused.ts';
import type { Database } from '../../storage/tables.ts';
import { checkCredentials } from './check-credentials.ts';
import { accepted, notAccepted } from './ingest-answers.ts';
import { type IngestRequest, readIngestRequest } from './read-ingest-request.ts';

/** The most bytes of a body. As base64 it fits into one message of the queue. */
export const largestBody = 128 * 1024;

/** A refusal: the answer to the sender, and the reason for our records. */
type Refusal = {
  readonly answer: APIGatewayProxyStructuredResultV2;
  readonly reason: string;
  /** Whether the body is stored; of any other body only its size and SHA-256 are. */
  readonly isBodyStored: boolean;
};

/** The same for every failure, so that it does not say which sources exist. */
const notAuthenticated = notAccepted(
  401,
  'Send the secret of the source as "Authorization: Bearer ...", or sign the request in a header "X-Coldwatch-Signature".',
);

/**
 * Makes what accepts the requests of sources: it checks the credentials, counts the request, and puts the message on
 * the queue. What is refused is stored with the reason. It rejects only where a table or the queue does.
 */
export function requestAcceptor(database: Database, send: (body: string) => Promise<void>) {
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const request = readIngestRequest(event);
    const receivedAt = Date.now();
    const refusal = await refusalOf(database, request, receivedAt);
    if (refusal !== null) {
      await storeRefusal(database, request, receivedAt, refusal);
      return refusal.answer;
    }
    const { source, body } = request;
    const message = { payload: body.toString('base64'), thing: source!, kind: 'source', receivedAt };
    await send(JSON.stringify(message));
    return accepted;
  };
}

/** Why a request is refused; null for one that was counted as accepted. */
async function refusalOf(database: Database, request: IngestRequest, now: number): Promise<Refusal | null> {
  const { source, body } = request;
  const attempts = new Attempts(`source ${source}`);
  for (;;) {
    const access = source === null ? null : await readAccess(database, source);
    const unproven = checkCredentials(request, access === null ? null : secretsOf(access, now), now);
    const reason = access?.['retiredAt'] === undefined ? unproven : 'the source is retired';
    if (reason !== null) return { answer: notAuthenticated, reason, isBodyStored: false };
    const unfit = unfitBody(body);
    if (unfit !== null) return unfit;
    const counted = await countAccepted(database, source!, access!, now);
    if (counted === 'accepted') return null;
    if (counted === 'too-many') return tooMany(Number(access!['messagesPerMinute']!.N), now);
    await attempts.next();
  }
}

function unfitBody({ length }: Buffer): Refusal | null {
  if (length === 0) {
    const reason = 'the body is empty';
    return {
      answer: notAccepted(400, 'The body is empty; send the message in it.'),
      reason,
      isBodyStored: true,
    };
  }
  if (length <= largestBody) return null;
  const reason = `the body has ${length} bytes; at most ${largestBody} are allowed`;
  const advice = `The body has ${length} bytes; send at most ${largestBody}, in several requests.`;
  return { answer: notAccepted(413, advice), reason, isBodyStored: false };
}

function tooMany(most: number, now: number): Refusal {
  const reason = `more than ${most} requests in a minute`;
  const advice = `This source may send ${most} requests in a minute; send this one again in the next.`;
  return { answer: notAccepted(429, advice, secondsToNextMinute(now)), reason, isBodyStored: true };
}

async function storeRefusal(
  database: Database,
  { source, body }: IngestRequest,
  receivedAt: number,
  { reason, isBodyStored }: Refusal,
): Promise<void> {
  count('RefusedRequests');
  await storeRefused(database, {
    deviceId: source ?? 'unknown',
    topic: `source/${source ?? 'unknown'}`,
    receivedAt,
    payload: isBodyStored ? body : Buffer.from(JSON.stringify({ bytes: body.length, sha256: sha256(body) })),
    refused: [{ line: 1, reason }],
    isBodyStored,
  });
}
