import { TooManyRequests } from './client.ts';

/** The refetch interval of a query in milliseconds, adjusted while the gateway throttles requests. */
export function renewed(
  everyMs: number | false,
): (query: { state: { error: Error | null } }) => number | false {
  return ({ state: { error } }) => (error instanceof TooManyRequests ? error.againMs : everyMs);
}
