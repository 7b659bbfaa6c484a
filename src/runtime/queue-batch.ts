import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { logger, metrics } from './observability.ts';

/** Starts the work on a batch, and says of each message when it is done; who rejects is delivered again. */
export type HandleBatch = (records: readonly SQSRecord[]) => ReadonlyMap<SQSRecord, Promise<void>>;

/** The chain of every function that is fed by a queue: one message never takes its batch along. */
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
