import { serviceLimits } from './service-limits.ts';

/** How many mails a subscription gets in a second. */
export class MailRate {
  #recent: number[] = [];

  /** Counts a mail (epoch milliseconds). True where it is one more than SNS sends in a second. */
  isExceededBy(now: number): boolean {
    const { limit } = serviceLimits.mailsOfSecond;
    this.#recent = [...this.#recent, now].slice(-limit - 1);
    return this.#recent.length > limit && now - this.#recent[0]! < 1000;
  }
}
