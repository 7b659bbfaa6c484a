import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { logger, metrics } from './observe.ts';

/** The chain of every function that a schedule starts. */
export function scheduled(run: () => Promise<void>) {
  return middy<unknown, void>().use(injectLambdaContext(logger)).use(logMetrics(metrics)).handler(run);
}
