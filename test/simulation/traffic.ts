import type { SQSBatchResponse } from 'aws-lambda';
import { handedOver, routedBody } from '../benchmarks/function-under-test.ts';
import { scheduledRuns } from '../../lib/constructs/scheduled-runs.ts';
import { partsOfFunction, monitoringFunctions } from '../../lib/constructs/monitoring-functions.ts';
import type { Chance } from '../proof/chance.ts';
import type { FifoQueueModel } from '../models/fifo-queue-model.ts';
import type { QueueModel, QueuedMessage } from '../models/queue-model.ts';
import type { Received } from './checks.ts';
import type { FunctionHost } from './function-host.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Plan, Sent } from './plan-types.ts';

const second = 1000;
const minute = 60 * second;
const batchSize = 10;
const ingestAtOnce = 3;
/** The longest that a batch waits for more messages. */
const windowMs = 5 * second;

/**
 * A message that was accepted from a device or, as a part of a body, from its source, with what it was meant to say.
 */
export type TracedMessage = Received & {
  readonly sent: Sent;
  /** Its line of the archive. */
  readonly line: string;
};

/** Delivers messages as the topic rules do: to the queue, once or twice, or to the rejected messages. */
export function deliver(
  plan: Plan,
  {
    time,
    chance,
    queue,
    received,
    mislaid,
    hasDisorder,
  }: {
    time: VirtualTime;
    chance: Chance;
    queue: QueueModel;
    received: TracedMessage[];
    mislaid: string[];
    hasDisorder: boolean;
  },
): void {
  for (const sent of plan.sent) {
    const { thing, at, payload, isMislaid } = sent;
    for (let copy = 0; copy < (hasDisorder && chance.is(0.02) ? 2 : 1); copy++)
      time.after(at - time.now + chance.between(0, 500) + copy * 1000, () => {
        const receivedAt = Math.round(time.now);
        const body = routedBody(thing, payload, receivedAt);
        received.push({ thing, payload, receivedAt, sent, line: archiveLine(thing, payload, receivedAt) });
        if (isMislaid) mislaid.push(body);
        else queue.send(body, time.now);
      });
  }
}

/** A device's message as a line of the archive, written without the product's code. */
function archiveLine(thing: string, payload: string, receivedAt: number): string {
  const topic = `coldwatch/${thing}/telemetry`;
  return JSON.stringify({ receivedAt, thing, topic, payload: Buffer.from(payload).toString('base64') });
}

/** Feeds the queue to the function, several batches at once, as an event source mapping does. */
export function feed(
  queue: QueueModel,
  ingest: FunctionHost,
  time: VirtualTime,
  chance: Chance,
  faults: () => { readonly again: number },
): { stop(): void } {
  let isStopped = false;
  let gathering = 0;
  const gather = async (): Promise<QueuedMessage[]> => {
    const messages = queue.receive(batchSize, time.now);
    if (messages.length === 0 || messages.length === batchSize) return messages;
    gathering++;
    await time.sleep(windowMs);
    gathering--;
    return [...messages, ...queue.receive(batchSize - messages.length, time.now)];
  };
  const handOver = async (): Promise<void> => {
    const messages = await gather();
    if (messages.length === 0) return;
    const outcome = await ingest.invoke({
      Records: messages.map(({ id, body, sentAt }) => handedOver(id, body, Math.round(sentAt))),
    });
    if (!outcome.ok) return;
    const { batchItemFailures } = outcome.answer as SQSBatchResponse;
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    queue.done(
      messages.filter(({ id }) => !failed.has(id)),
      time.now,
      faults().again * 3,
    );
  };
  const poll = (): void => {
    if (isStopped) return;
    if (ingest.underway + gathering < ingestAtOnce) void handOver();
    const next = queue.nextVisible();
    // An empty queue is polled once a minute: a few more seconds of waiting make no difference here.
    const wait =
      next === null
        ? chance.between(1, 60) * second
        : Math.max(next - time.now, 0) + chance.between(0.2, 5) * second;
    time.after(wait, poll);
  };
  poll();
  return { stop: () => (isStopped = true) };
}

/**
 * Feeds notification requests to the function, one batch at a time, with the schedule's ticks. A tick has no effect
 * while nothing waits, so those are left out.
 */
export function feedNotifications(
  queue: FifoQueueModel,
  notify: FunctionHost,
  { time, chance, someWait }: { time: VirtualTime; chance: Chance; someWait: () => boolean },
): { stop(): void } {
  let isStopped = false;
  let isTicking = false;
  let ticks = 0;
  const tickSoon = (): void => {
    if (isTicking || isStopped) return;
    isTicking = true;
    time.after(minute - (time.now % minute), () => {
      isTicking = false;
      if (isStopped) return;
      queue.send(JSON.stringify({ source: 'aws.events', id: ++ticks }), `tick ${ticks}`, time.now);
      if (someWait() || queue.length > 1) tickSoon();
    });
  };
  const handOver = async (): Promise<void> => {
    if (isStopped || notify.underway > 0) return;
    const messages = queue.receive(batchSize, time.now);
    if (messages.length > 0) {
      const outcome = await notify.invoke({
        Records: messages.map(({ id, body, sentAt }) => handedOver(id, body, Math.round(sentAt))),
      });
      if (outcome.ok) queue.done(messages);
    }
    const next = queue.nextVisible();
    if (next !== null) time.after(Math.max(next - time.now, 0) + 20, () => void handOver());
  };
  queue.onSent = (body) => {
    time.after(chance.between(0.02, 0.5) * second, () => void handOver());
    if (!body.includes('aws.events')) tickSoon();
  };
  return { stop: () => (isStopped = true) };
}

const monitoringRuns = { retries: scheduledRuns.retries, oldestMs: scheduledRuns.oldestSeconds * second };

/** The monitoring functions, each with its own parts of the fleet. */
export class Monitors {
  readonly hosts: readonly FunctionHost[];
  /** When all of them were started; epoch milliseconds. */
  readonly startedAt: number[] = [];

  constructor(begin: (index: number) => FunctionHost) {
    this.hosts = Array.from({ length: monitoringFunctions }, (_, index) => begin(index));
  }

  /** Starts each of them once, as the schedule does. A scheduled event that is throttled for a minute is dropped. */
  tick(now: number, isDropped: () => boolean = () => false): void {
    let started = 0;
    for (const [index, host] of this.hosts.entries()) {
      if (isDropped()) continue;
      started++;
      void host.invokeAsynchronously({ parts: partsOfFunction(index) }, monitoringRuns);
    }
    if (started === this.hosts.length) this.startedAt.push(now);
  }
}

/**
 * Starts monitoring now and then, sometimes before the last run has ended; in the cloud it starts each minute. In a
 * world with throttling, one event in five is throttled until it expires.
 */
export function monitorNowAndThen(
  monitors: Monitors,
  time: VirtualTime,
  chance: Chance,
  { endsAt, atMostMinutes, isThrottled }: { endsAt: number; atMostMinutes: number; isThrottled: boolean },
): void {
  const start = (): void => {
    if (time.now >= endsAt) return;
    monitors.tick(time.now, () => isThrottled && chance.is(0.2));
    time.after(chance.pick([0.5, 60, atMostMinutes / 2, atMostMinutes, atMostMinutes]) * minute, start);
  };
  start();
}
