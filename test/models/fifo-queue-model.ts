import { serviceLimits } from '../../local/service-limits.ts';
import { checkMessage } from './check-message.ts';

/** A message of a FIFO queue, and when it next becomes visible. */
type FifoMessage = {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  visibleAt: number;
};

/**
 * A FIFO queue of SQS with one message group: messages stay in order, duplicates are dropped, and nothing is delivered
 * while an earlier message is in flight. Times are epoch milliseconds.
 */
export class FifoQueueModel {
  /** Called with each message that is accepted. */
  onSent: (body: string) => void = () => undefined;
  readonly #visibilityMs: number;
  readonly #retentionMs: number;
  readonly #known = new Map<string, number>();
  #messages: FifoMessage[] = [];
  #sent = 0;

  constructor({ visibilityMs, retentionMs }: { visibilityMs: number; retentionMs: number }) {
    this.#visibilityMs = visibilityMs;
    this.#retentionMs = retentionMs;
  }

  get length(): number {
    return this.#messages.length;
  }

  send(body: string, deduplicationId: string, now: number): void {
    checkMessage(body);
    for (const [id, at] of this.#known) {
      if (now - at < serviceLimits.fifoDeduplicationMs.limit) break;
      this.#known.delete(id);
    }
    if (this.#known.has(deduplicationId)) return;
    this.#known.set(deduplicationId, now);
    this.#messages.push({ id: `n${++this.#sent}`, body, sentAt: now, visibleAt: now });
    this.onSent(body);
  }

  /** The first messages; none while the group has any in flight. */
  receive(most: number, now: number): FifoMessage[] {
    this.#messages = this.#messages.filter(({ sentAt }) => now - sentAt < this.#retentionMs);
    if (this.#messages.some(({ visibleAt }) => visibleAt > now)) return [];
    const taken = this.#messages.slice(0, Math.min(most, serviceLimits.queueReceivedMessages.limit));
    for (const message of taken) message.visibleAt = now + this.#visibilityMs;
    return taken;
  }

  /** When the next message becomes visible, unless those in flight are deleted before; null if the queue is empty. */
  nextVisible(): number | null {
    return this.#messages.length === 0 ? null : Math.max(...this.#messages.map(({ visibleAt }) => visibleAt));
  }

  done(messages: readonly FifoMessage[]): void {
    this.#messages = this.#messages.filter((message) => !messages.includes(message));
  }
}
