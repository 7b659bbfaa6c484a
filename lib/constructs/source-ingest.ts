import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Alerts } from './alerts.ts';
import { ColdwatchFunction } from './coldwatch-function.ts';
import type { DataProtection } from './data-protection.ts';
import type { Tables } from './tables.ts';

/** Senders repeat a request that takes long, and a repeat costs as much as the first. */
const timeout = Duration.seconds(10);
export const sourceIngestMegabytes = 256;

type SourceIngestProps = {
  readonly tables: Tables;
  readonly ingestQueue: Queue;
  readonly alerts: Alerts;
  readonly dataProtection: DataProtection;
};

/**
 * The function that accepts what sources send over HTTPS. Anybody can call it, so it may do nothing but check secrets,
 * count, put messages on the queue, and store what it refused.
 */
export class SourceIngest extends Construct {
  readonly function: ColdwatchFunction;

  constructor(
    scope: Construct,
    id: string,
    { tables, ingestQueue, alerts, dataProtection }: SourceIngestProps,
  ) {
    super(scope, id);
    this.function = new ColdwatchFunction(this, 'IngestSource', {
      file: 'ingest-source',
      timeout,
      memoryMegabytes: sourceIngestMegabytes,
      // It runs once for each message, and the gateway logs each request; these lines would be a tenth of its price.
      logsEachRun: false,
      dataProtection,
    });
    tables.grantAcceptingRequests(this.function);
    this.function.use('INGEST_QUEUE_URL', ingestQueue.queueUrl, [ingestQueue.queueArn], ['sqs:SendMessage']);
    alerts.alarmAboveZero(
      'ingest-source-errors',
      this.function.function.metricErrors(),
      'ingest-source ended with an error; the sender of a message got no answer, and should send it again.',
    );
  }
}
