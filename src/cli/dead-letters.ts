import { type WaitingMessage, type WaitingQueue, waitingQueue } from '../runtime/waiting-queue.ts';
import {
  type WaitingQueueName,
  describedMessage,
  restoredMessage,
  waitingQueueNames,
  waitingQueues,
} from '../telemetry/waiting-message.ts';
import { type Deployment, type DeploymentOptions, deploymentOf } from './deployment.ts';
import { unusableArguments } from './exit-status.ts';

/** The resources of the queues by name: where messages wait, and where they go again. */
const resources: {
  readonly [name in WaitingQueueName]: { readonly queue: string; readonly target: string };
} = {
  ingest: { queue: 'IngestDeadLetters', target: 'IngestQueue' },
  rejected: { queue: 'IngestRejected', target: 'IngestQueue' },
  files: { queue: 'LoggerFilesDeadLetters', target: 'LoggerFilesQueue' },
  deliveries: { queue: 'DeliveriesDeadLetters', target: 'DeliveriesQueue' },
};

/** At most this many messages are moved by one command. */
const mostMoved = 100_000;

/** Lists the queues and how many messages wait in each. */
export async function* deadLettersList(options: DeploymentOptions): AsyncGenerator<string> {
  const deployment = await deploymentOf(options);
  for (const name of waitingQueueNames) {
    const { waiting, hidden } = await queueOf(deployment, name).depth();
    const inspected = hidden === 0 ? '' : `, ${hidden} being inspected`;
    yield `${name.padEnd(10)} ${waiting} waiting${inspected}: what ${waitingQueues[name].why}`;
  }
}

/**
 * Shows the first messages of a queue: sender, content, time, and why each is there. The messages stay in the queue.
 *
 * @throws {CommandError} when the queue or the count is invalid.
 */
export async function* deadLettersShow(
  queue: string,
  { most = '10', ...options }: DeploymentOptions & { most?: string },
): AsyncGenerator<string> {
  const name = queueNamed(queue);
  const count = Number(most);
  if (!Number.isInteger(count) || count < 1)
    throw unusableArguments(`--most ${most} must be a whole number, 1 or more`);
  const waiting = queueOf(await deploymentOf(options), name);
  const seen: WaitingMessage[] = [];
  for await (const message of waiting.messages(count)) {
    seen.push(message);
    if (seen.length >= count) break;
  }
  await waiting.release(seen);
  for (const message of seen) yield lineOf(name, message);
  if (seen.length === 0) yield `No messages are waiting in ${name}.`;
}

/**
 * Sends the messages of a queue back to where they failed. A message that cannot be sent is listed and stays.
 *
 * @throws {CommandError} when there is no such queue.
 */
export async function* deadLettersRedrive(queue: string, options: DeploymentOptions): AsyncGenerator<string> {
  const name = queueNamed(queue);
  const deployment = await deploymentOf(options);
  const target = deployment.nameOf(resources[name].target);
  const waiting = queueOf(deployment, name);
  let moved = 0;
  const left: WaitingMessage[] = [];
  for await (const message of waiting.messages(mostMoved)) {
    const body = restoredMessage(name, message, deployment.topicRoot);
    if (body === null) {
      left.push(message);
      yield `stays: ${lineOf(name, message)}`;
    } else {
      await waiting.move(message, body, target);
      moved++;
    }
  }
  await waiting.release(left);
  yield `${moved} ${moved === 1 ? 'message is' : 'messages are'} delivered again${left.length === 0 ? '' : `; ${left.length} left`}.`;
}

function queueNamed(queue: string): WaitingQueueName {
  if (Object.hasOwn(waitingQueues, queue)) return queue as WaitingQueueName;
  throw unusableArguments(`there is no queue ${queue}; choose ${waitingQueueNames.join(', ')}`);
}

function queueOf({ queues, nameOf }: Deployment, name: WaitingQueueName): WaitingQueue {
  return waitingQueue(queues, nameOf(resources[name].queue));
}

function lineOf(name: WaitingQueueName, message: WaitingMessage): string {
  const { at, from, content, why } = describedMessage(name, message);
  const time = new Date(at).toISOString();
  return from === null ? `${time}  ${content}` : `${time}  ${from}  ${content}  ${why}`;
}
