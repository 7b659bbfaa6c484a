import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { logger, metrics } from './observability.ts';

/**
 * The middleware chain of every function that a schedule starts. `run` receives the schedule's event and the context.
 */
export function scheduled(run: (event: unknown, context: Context) => Promise<void>) {
  return middy<unknown, void>().use(injectLambdaContext(logger)).use(logMetrics(metrics)).handler(run);
}
