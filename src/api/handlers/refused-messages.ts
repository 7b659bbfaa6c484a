import { type AuditTable, recordSystemEntry } from '../../storage/audit.ts';
import { nameOf } from '../../storage/execute-action.ts';
import { readRefusal, refusedByDay } from '../../storage/refused-by-day.ts';
import type { StoredRefusal } from '../../storage/refused-messages.ts';
import type { Database } from '../../storage/tables.ts';
import { readTopic } from '../../telemetry/topic.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { cursorOf } from '../http/pages.ts';
import { RequestRefused } from '../http/problem.ts';
import { dayPlaceOf } from './audit-trail.ts';
import { iso } from './to-responses.ts';

/** How many reasons of a message are listed. */
const reasonsShown = 5;

/** Puts a message on the ingest queue. */
type SendToIngest = (body: string) => Promise<void>;

/** Makes the handlers that list refused messages of all devices, and have one processed again. */
export function refusedMessages(
  database: Database,
  audit: AuditTable,
  { send, topicRoot }: { send: SendToIngest; topicRoot: string },
) {
  return {
    async listRefused({ query: { cursor, limit = 50 } }: ApiRequest<'listRefused'>) {
      const { refusals, next } = await refusedByDay(
        database,
        dayPlaceOf(cursor, ['deviceId', 'id']),
        limit,
        Date.now(),
      );
      return {
        items: refusals.map(
          ({ deviceId, id, topic, receivedAt, content, refused, reasons, isBodyStored }) => ({
            device: deviceId,
            id,
            topic,
            receivedAt: iso(receivedAt),
            content,
            refused: refused.slice(0, reasonsShown).map(({ line, reason }) => ({ line, reason })),
            reasons,
            cannotRetry: cannotRetry({ topic, isBodyStored }, topicRoot),
          }),
        ),
        next: next === null ? null : cursorOf(next),
      };
    },
    async retryRefused({ path, actor }: ApiRequest<'retryRefused'>) {
      const [device, id] = [path['device']!, path['refusal']!];
      const refusal = await readRefusal(database, device, id);
      if (refusal === null)
        throw new RequestRefused(
          404,
          `There is no refused message ${id} of ${device}; it is kept for 30 days.`,
        );
      const why = cannotRetry(refusal, topicRoot);
      if (why !== null) throw new RequestRefused(422, `This message cannot be tried again: ${why}.`);
      const { topic, payload, receivedAt } = refusal;
      const by = nameOf(actor());
      const retriedAt = Date.now();
      await send(
        JSON.stringify({
          payload: Buffer.from(payload).toString('base64'),
          ...readTopic(topic, topicRoot)!,
          // Its times are judged by when it came, and the same refusal replaces this one.
          receivedAt,
        }),
      );
      await recordSystemEntry(audit, {
        actor: by,
        kind: 'message-retried',
        detail: `had a refused message of ${device} processed again, received ${iso(receivedAt)}`,
        reason: null,
      });
      return { device, id, retriedAt: iso(retriedAt) };
    },
  };
}

/** Why a message cannot be tried again; null where it can. */
function cannotRetry(
  { topic, isBodyStored }: Pick<StoredRefusal, 'topic' | 'isBodyStored'>,
  topicRoot: string,
): string | null {
  // It may have been refused because nobody knew who sent it; retrying must not make up for that.
  if (topic.startsWith('source/')) return 'only its source can send it again, which proves who it is';
  if (!isBodyStored) return 'the message itself was not stored';
  return readTopic(topic, topicRoot) === null ? 'its topic names no device' : null;
}
