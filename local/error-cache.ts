import { serviceLimits } from './service-limits.ts';
import type { Template } from './template.ts';

/** The part of a response that decides whether it is cached. */
type CachedAnswer = {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * Caches errors as the content delivery network does: every request for the same path receives the same error, whatever
 * its token. Times are epoch milliseconds.
 */
export class ErrorCache<Answer extends CachedAnswer> {
  readonly #retainedMs: ReadonlyMap<number, number>;
  readonly #answers = new Map<string, { readonly answer: Answer; readonly until: number }>();

  /** Uses the error caching times of the template's distribution; without a distribution nothing is cached. */
  constructor(template: Pick<Template, 'ofType'>) {
    const [distribution] = template.ofType('AWS::CloudFront::Distribution');
    const cached = new Map<number, number>();
    const { CustomErrorResponses = [] } = (distribution?.raw['DistributionConfig'] ?? {}) as {
      CustomErrorResponses?: { ErrorCode: number; ErrorCachingMinTTL?: number }[];
    };
    if (distribution !== undefined)
      for (const status of serviceLimits.cachedErrors.limit) {
        const seconds = CustomErrorResponses.find(
          ({ ErrorCode }) => ErrorCode === status,
        )?.ErrorCachingMinTTL;
        cached.set(status, seconds === undefined ? serviceLimits.cachedErrorMs.limit : seconds * 1000);
      }
    this.#retainedMs = cached;
  }

  /** Returns a response from the cache, or null where the gateway must be asked. */
  find(method: string, path: string, now: number): Answer | null {
    const known = isCached(method) ? this.#answers.get(path) : undefined;
    return known !== undefined && now < known.until ? known.answer : null;
  }

  store(method: string, path: string, answer: Answer, now: number): void {
    const retainedMs = mayBeCached(answer) ? (this.#retainedMs.get(answer.statusCode) ?? 0) : 0;
    if (isCached(method) && retainedMs > 0) this.#answers.set(path, { answer, until: now + retainedMs });
  }
}

function isCached(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

function mayBeCached({ statusCode, headers = {} }: CachedAnswer): boolean {
  const control = Object.entries(headers).find(([name]) => name.toLowerCase() === 'cache-control')?.[1];
  const forbidding: readonly number[] = serviceLimits.cachedErrorsUnlessForbidden.limit;
  return !forbidding.includes(statusCode) || !/no-cache|no-store|private/.test(control ?? '');
}
