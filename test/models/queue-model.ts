import { serviceLimits } from '../../local/service-limits.ts';
import type { Chance } from '../proof/chance.ts';
import { checkMessage } from './check-message.ts';

/** A message of a queue, with how often it was received and when it next becomes visible. */
export type QueuedMessage = {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  receives: number;
  visibleAt: number;
};

/**
 * SQS as it is documented: every message at least once, in no order, invisible for a while after each receive, moved to
 * the dead letters after `mostReceives`. Times are epoch milliseconds. A message that SQS would not accept is refused.
 */
export class QueueModel {
  readonly deadLetters: QueuedMessage[] = [];
  onSent: (body: string) => void = () => undefined;
  readonly #visibilityMs: number;
  readonly #mostReceives: number;
  readonly #chance: Chance;
  #messages: QueuedMessage[] = [];
  #sent = 0;

  constructor(
    chance: Chance,
    { visibilityMs, mostReceives }: { visibilityMs: number; mostReceives: number },
  ) {
    this.#chance = chance;
    this.#visibilityMs = visibilityMs;
    this.#mostReceives = mostReceives;
  }

  get length(): number {
    return this.#messages.length;
  }

  send(body: string, now: number, visibleAt = now): void {
    checkMessage(body, visibleAt - now);
    this.#messages.push({ id: `m${++this.#sent}`, body, sentAt: now, receives: 0, visibleAt });
    this.onSent(body);
  }

  /** How many messages are in flight. */
  inFlight(now: number): number {
    return this.#messages.filter(({ receives, visibleAt }) => receives > 0 && visibleAt > now).length;
  }

  /** How many messages are visible. */
  visible(now: number): number {
    return this.#messages.filter(({ visibleAt }) => visibleAt <= now).length;
  }

  /** When the next message becomes visible; null if the queue is empty. */
  nextVisible(): number | null {
    return this.#messages.length === 0 ? null : Math.min(...this.#messages.map(({ visibleAt }) => visibleAt));
  }

  /**
   * Some messages, roughly in order, invisible for `visibilityMs` from now; none while SQS's limit of messages is in
   * flight.
   */
  receive(most: number, now: number, visibilityMs = this.#visibilityMs): QueuedMessage[] {
    const taken: QueuedMessage[] = [];
    const free = serviceLimits.queueInFlightMessages.limit - this.inFlight(now);
    const atOnce = Math.min(most, serviceLimits.queueReceivedMessages.limit, free);
    const visible = this.#messages.filter(({ visibleAt }) => visibleAt <= now);
    while (taken.length < atOnce && visible.length > 0) {
      const [message] = visible.splice(this.#chance.below(Math.min(20, visible.length)), 1) as [
        QueuedMessage,
      ];
      if (message.receives === this.#mostReceives) {
        this.#messages.splice(this.#messages.indexOf(message), 1);
        this.deadLetters.push(message);
        continue;
      }
      message.receives++;
      message.visibleAt = now + visibilityMs;
      taken.push(message);
    }
    return taken;
  }

  /** Deletes messages. With the given probability a deleted message is delivered again all the same. */
  done(messages: readonly QueuedMessage[], now: number, againProbability: number): void {
    for (const message of messages) {
      const index = this.#messages.indexOf(message);
      if (index < 0) continue;
      if (this.#chance.is(againProbability)) message.visibleAt = now + this.#chance.between(0, 60_000);
      else this.#messages.splice(index, 1);
    }
  }

  /** Moves every dead letter back to the queue. Returns how many there were. */
  redrive(now: number): number {
    const { length } = this.deadLetters;
    for (const { body } of this.deadLetters.splice(0)) this.send(body, now);
    return length;
  }
}
