import { TooManyRequests } from './client.ts';

/** How often a query is asked again, in milliseconds; sooner or later where the gateway let nobody through. */
export function renewed(
  everyMs: number | false,
): (query: { state: { error: Error | null } }) => number | false {
  return ({ state: { error } }) => (error instanceof TooManyRequests ? error.againMs : everyMs);
}
