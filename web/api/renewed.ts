import { againMs } from './again.ts';
import { TooManyRequests } from './client.ts';
import { Unreachable } from './unreachable.ts';

/**
 * The refetch interval of a query in milliseconds, adjusted while the gateway throttles requests. What nobody refreshes
 * is asked again, too, if it could not be reached.
 */
export function renewed(
  everyMs: number | false,
): (query: { state: { error: Error | null; errorUpdateCount: number } }) => number | false {
  return ({ state: { error, errorUpdateCount } }) => {
    if (error instanceof TooManyRequests) return error.againMs;
    return error instanceof Unreachable && everyMs === false ? againMs(errorUpdateCount - 1) : everyMs;
  };
}
