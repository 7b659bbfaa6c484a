import type { WaitingMessage, WaitingQueue } from '../../runtime/waiting-queue.ts';
import { nameOf } from '../../storage/execute-action.ts';
import { type AuditTable, recordSystemEntry } from '../../storage/audit.ts';
import { counted } from '../../model/wording.ts';
import {
  type WaitingQueueName,
  describedMessage,
  restoredMessage,
  waitingQueueNames,
  waitingQueues,
} from '../../telemetry/waiting-message.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import { mostRetried } from '../routes/operating-routes.ts';
import { iso } from './to-responses.ts';

/** How many messages of each queue are shown, and among how many those that are named are looked for. */
const shown = 10;
const searched = 1000;
/** The characters of a message that are shown. */
const charactersShown = 1000;

/** A queue of messages that wait, and the queue in which they failed. */
export type RetriedQueue = { readonly queue: WaitingQueue; readonly target: string };
export type RetriedQueues = { readonly [name in WaitingQueueName]: RetriedQueue };

/** Makes the handlers that show messages which failed, and send them back to where they failed. */
export function waitingMessages(queues: RetriedQueues, audit: AuditTable, topicRoot: string) {
  return {
    async listWaiting() {
      return { queues: await Promise.all(waitingQueueNames.map((name) => listed(name, queues[name].queue))) };
    },
    async retryWaiting({ path, body, actor }: ApiRequest<'retryWaiting'>) {
      const name = waitingQueueNames.find((each) => each === path['queue']);
      if (name === undefined)
        throw new RequestRefused(
          404,
          `There is no queue ${path['queue']}; choose ${waitingQueueNames.join(', ')}.`,
        );
      const by = nameOf(actor());
      const { moved, stayed } = await retry(name, queues[name], body.messages, topicRoot);
      if (moved > 0)
        await recordSystemEntry(audit, {
          actor: by,
          kind: 'message-retried',
          detail: `sent ${counted(moved, 'message')} of the queue ${name} back to where they failed`,
          reason: null,
        });
      return { retried: moved, stayed, waiting: (await queues[name].queue.depth()).waiting };
    },
  };
}

async function listed(name: WaitingQueueName, queue: WaitingQueue) {
  const { waiting, hidden } = await queue.depth();
  const seen = await Array.fromAsync(queue.messages(shown));
  await queue.release(seen);
  // The counts of a queue lag behind: what was received was waiting.
  const received = Math.max(waiting, seen.length);
  return {
    queue: name,
    why: waitingQueues[name].why,
    waiting: received,
    inspected: Math.max(0, waiting + hidden - received),
    messages: seen.map((message) => {
      const { at, from, content, why } = describedMessage(name, message);
      return {
        id: message.MessageId!,
        sentAt: iso(at),
        from,
        content: content.slice(0, charactersShown),
        why,
      };
    }),
  };
}

/** Moves the messages that are named, or as many as one request may. Those that cannot be moved stay. */
async function retry(
  name: WaitingQueueName,
  { queue, target }: RetriedQueue,
  named: readonly string[] | null,
  topicRoot: string,
): Promise<{ moved: number; stayed: { id: string; why: string }[] }> {
  const missing = new Set(named);
  const stayed: { id: string; why: string }[] = [];
  const left: WaitingMessage[] = [];
  let moved = 0;
  for await (const message of queue.messages(named === null ? mostRetried : searched)) {
    const id = message.MessageId!;
    const isWanted = named === null || missing.delete(id);
    const body = isWanted ? restoredMessage(name, message, topicRoot) : null;
    if (body !== null) {
      await queue.move(message, body, target);
      moved++;
    } else {
      left.push(message);
      if (isWanted)
        stayed.push({ id, why: 'it does not say which device sent it, so it cannot be sent again' });
    }
    if (named !== null && missing.size === 0) break;
  }
  await queue.release(left);
  const gone = 'it is no longer there, or somebody else is looking at it: load the list again';
  return { moved, stayed: [...stayed, ...[...missing].map((id) => ({ id, why: gone }))] };
}
