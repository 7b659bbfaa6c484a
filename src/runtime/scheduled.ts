import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { logger, metrics } from './observability.ts';

/** The chain of every function that a schedule starts. `run` gets what the schedule says, and when its time is over. */
export function scheduled(run: (event: unknown, context: Context) => Promise<void>) {
  return middy<unknown, void>().use(injectLambdaContext(logger)).use(logMetrics(metrics)).handler(run);
}
