/** What a publication is made of, as far as SNS limits it. */
export type PublishInput = {
  readonly Subject?: string;
  readonly Message?: string;
  readonly MessageAttributes?: Readonly<Record<string, { DataType?: string; StringValue?: string }>>;
};

/**
 * 256 KiB over message and attributes:
 * https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html.
 */
const largest = 262_144;
/**
 * Above it a mail subscription is suspended, and hears no more until it is confirmed again:
 * https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html.
 */
const mailsOfSecond = 10;

/** A topic of SNS with one mail subscription that hears of everything. */
export class TopicModel {
  /** What SNS refused or suspended, a sentence each. */
  readonly refusals: string[] = [];
  /** When something was published; epoch milliseconds. */
  readonly publishedAt: number[] = [];
  isSuspended = false;

  /** Takes a publication, or throws as SNS refuses it. */
  publish({ Subject = '', Message = '', MessageAttributes = {} }: PublishInput, now: number): void {
    const attributes = Object.entries(MessageAttributes).map(
      ([name, { DataType = '', StringValue = '' }]) => name + DataType + StringValue,
    );
    const bytes = Buffer.byteLength(Message + attributes.join(''));
    if (bytes > largest) throw this.#refused(`a message of ${bytes} bytes`);
    if (!/^[^\p{Cc}]{1,99}$/u.test(Subject)) throw this.#refused(`the subject ${JSON.stringify(Subject)}`);
    this.publishedAt.push(now);
    if (this.isSuspended || this.mostWithin(1000, now) <= mailsOfSecond) return;
    this.isSuspended = true;
    this.refusals.push(`SNS suspends a mail subscription: more than ${mailsOfSecond} mails in a second`);
  }

  /** How much was published in the last so many milliseconds. */
  mostWithin(milliseconds: number, now: number): number {
    let count = 0;
    for (let index = this.publishedAt.length - 1; index >= 0; index--, count++)
      if (now - this.publishedAt[index]! >= milliseconds) break;
    return count;
  }

  #refused(what: string): Error {
    this.refusals.push(`SNS refuses ${what}`);
    return new Error(`InvalidParameter: ${what}`);
  }
}
