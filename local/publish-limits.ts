import { basicIngest } from './rules-engine.ts';
import { serviceLimits } from './service-limits.ts';

/** Returns a sentence on why IoT Core would refuse a message; null where it accepts it. */
export function faultOfPublished(topic: string, payload: Uint8Array): string | null {
  const { publishedBytes, publishedTopicBytes, publishedTopicSlashes } = serviceLimits;
  // The Basic Ingest prefix of a topic counts towards neither of its limits.
  const own = basicIngest.exec(topic)?.[2] ?? topic;
  if (payload.length > publishedBytes.limit) return `a message holds ${publishedBytes.limit} bytes at most`;
  if (Buffer.byteLength(own) > publishedTopicBytes.limit)
    return `a topic has ${publishedTopicBytes.limit} bytes at most`;
  return own.split('/').length - 1 > publishedTopicSlashes.limit
    ? `a topic has ${publishedTopicSlashes.limit} slashes at most`
    : null;
}

/** Counts the messages that a connection publishes in a second. */
export class PublishRate {
  #second = -Infinity;
  #count = 0;

  /** Counts a message at `now` (milliseconds). Returns true where it exceeds IoT Core's rate per second. */
  isExceededBy(now: number): boolean {
    if (now - this.#second >= 1000) [this.#second, this.#count] = [now, 0];
    return ++this.#count > serviceLimits.publishesOfSecond.limit;
  }
}
