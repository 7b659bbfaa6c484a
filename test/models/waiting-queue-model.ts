import { serviceLimits } from '../../local/service-limits.ts';
import type { Chance } from '../proof/chance.ts';
import { QueueModel } from './queue-model.ts';

/** What requests to a queue have beside its URL. */
export type WaitingRequest = {
  readonly ReceiptHandle?: string;
  readonly MaxNumberOfMessages?: number;
  readonly VisibilityTimeout?: number;
};

/** A queue that people look at by the API of SQS: no function receives from it. Times are epoch milliseconds. */
export class WaitingQueueModel {
  readonly #queue: QueueModel;
  readonly #received = new Map<string, ReturnType<QueueModel['receive']>[number]>();

  constructor(chance: Chance) {
    this.#queue = new QueueModel(chance, { visibilityMs: 30_000, mostReceives: Infinity });
  }

  get length(): number {
    return this.#queue.length;
  }

  send(body: string, now: number): void {
    this.#queue.send(body, now);
  }

  /** Answers a command of SQS, as the SDK gives it. */
  answer(
    name: string,
    { ReceiptHandle = '', MaxNumberOfMessages = 1, VisibilityTimeout = 30 }: WaitingRequest,
    now: number,
  ): object {
    if (name === 'GetQueueAttributesCommand') return attributesOf(this.#queue, now);
    if (name === 'ReceiveMessageCommand') {
      const most = serviceLimits.queueReceivedMessages.limit;
      if (MaxNumberOfMessages < 1 || MaxNumberOfMessages > most)
        throw new Error(`InvalidParameterValue: ${MaxNumberOfMessages} messages; 1 to ${most} are allowed`);
      return this.#receive(MaxNumberOfMessages, VisibilityTimeout * 1000, now);
    }
    const message = this.#received.get(ReceiptHandle);
    if (message === undefined) throw new Error(`ReceiptHandleIsInvalid: ${ReceiptHandle}`);
    if (name === 'ChangeMessageVisibilityCommand') {
      message.visibleAt = now + VisibilityTimeout * 1000;
      return {};
    }
    if (name !== 'DeleteMessageCommand') throw new Error(`the model of waiting messages knows no ${name}`);
    this.#queue.done([message], now, 0);
    return {};
  }

  #receive(most: number, visibilityMs: number, now: number): object {
    const Messages = this.#queue.receive(most, now, visibilityMs).map((message) => {
      const { id, body, sentAt, receives } = message;
      this.#received.set(id, message);
      const Attributes = { SentTimestamp: String(sentAt), ApproximateReceiveCount: String(receives) };
      return { MessageId: id, ReceiptHandle: id, Body: body, Attributes };
    });
    return Messages.length === 0 ? {} : { Messages };
  }
}

/** What SQS says of how many messages a queue has. */
export function attributesOf(queue: QueueModel, now: number): { Attributes: Record<string, string> } {
  return {
    Attributes: {
      ApproximateNumberOfMessages: String(queue.visible(now)),
      ApproximateNumberOfMessagesNotVisible: String(queue.inFlight(now)),
    },
  };
}
