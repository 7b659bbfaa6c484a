import { serviceLimits } from './service-limits.ts';

/** Counts the mails that a subscription receives in a second. */
export class MailRate {
  #recent: number[] = [];

  /** Counts a mail at `now` (epoch milliseconds). Returns true where it exceeds SNS's rate per second. */
  isExceededBy(now: number): boolean {
    const { limit } = serviceLimits.mailsOfSecond;
    this.#recent = [...this.#recent, now].slice(-limit - 1);
    return this.#recent.length > limit && now - this.#recent[0]! < 1000;
  }
}
