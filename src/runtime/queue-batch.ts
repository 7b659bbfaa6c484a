import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { logger, metrics } from './observability.ts';

/**
 * Starts the work on a batch and returns a promise for each message. A message whose promise rejects is delivered
 * again.
 */
type HandleBatch = (records: readonly SQSRecord[]) => ReadonlyMap<SQSRecord, Promise<void>>;

/** The middleware chain of every function fed by a queue. A message that fails does not fail its batch. */
export function queueBatch(handle: HandleBatch) {
  const processor = new BatchProcessor(EventType.SQS);
  return middy<SQSEvent, SQSBatchResponse>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler((event: SQSEvent, context: Context) => {
      const outcomes = handle(event.Records);
      return processPartialResponse(
        event,
        async (record: SQSRecord) => {
          await outcomes.get(record);
        },
        processor,
        { context, throwOnFullBatchFailure: false },
      );
    });
}
