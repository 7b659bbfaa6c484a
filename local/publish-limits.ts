import { serviceLimits } from './service-limits.ts';

/** `$aws/rules/<rule>/`: what Basic Ingest has before a topic. It counts for neither of a topic's limits. */
const basicIngest = /^\$aws\/rules\/[^/]+\//;

/** What IoT Core does not take of a message, a sentence; null where it takes it. */
export function faultOfPublished(topic: string, payload: Uint8Array): string | null {
  const { publishedBytes, publishedTopicBytes, publishedTopicSlashes } = serviceLimits;
  const own = topic.replace(basicIngest, '');
  if (payload.length > publishedBytes.limit) return `a message holds ${publishedBytes.limit} bytes at most`;
  if (Buffer.byteLength(own) > publishedTopicBytes.limit)
    return `a topic has ${publishedTopicBytes.limit} bytes at most`;
  return own.split('/').length - 1 > publishedTopicSlashes.limit
    ? `a topic has ${publishedTopicSlashes.limit} slashes at most`
    : null;
}

/** How many messages a connection publishes in a second. */
export class PublishRate {
  #second = -Infinity;
  #count = 0;

  /** Counts a message (milliseconds). True where it is one more than IoT Core takes in a second. */
  isExceededBy(now: number): boolean {
    if (now - this.#second >= 1000) [this.#second, this.#count] = [now, 0];
    return ++this.#count > serviceLimits.publishesOfSecond.limit;
  }
}
