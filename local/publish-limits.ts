import { basicIngest } from './rules-engine.ts';
import { serviceLimits } from './service-limits.ts';

/** What IoT Core does not take of a message, a sentence; null where it takes it. */
export function faultOfPublished(topic: string, payload: Uint8Array): string | null {
  const { publishedBytes, publishedTopicBytes, publishedTopicSlashes } = serviceLimits;
  // What Basic Ingest has before a topic counts for neither of its limits.
  const own = basicIngest.exec(topic)?.[2] ?? topic;
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
