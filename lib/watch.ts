import { Duration } from 'aws-cdk-lib';
import { Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Alerts } from './alerts.ts';
import type { Archive } from './archive.ts';
import { ColdwatchFunction } from './coldwatch-function.ts';
import { figure } from './figure.ts';
import { visibilityTimeout } from './ingest.ts';
import type { Notify } from './notify.ts';
import type { Records } from './records.ts';
import type { Safekeeping } from './safekeeping.ts';
import type { Settings } from './settings.ts';

export const watchMegabytes = 512;

export type WatchProps = {
  readonly records: Records;
  readonly archive: Archive;
  readonly alerts: Alerts;
  readonly notify: Notify;
  readonly ingestQueue: Queue;
  readonly acknowledgeWithinMinutes: Settings['acknowledgeWithinMinutes'];
  readonly safekeeping: Safekeeping;
};

/** Looks after shipments every minute: silence, runs that grow while nothing comes, entries of which people were not notified. */
export class Watch extends Construct {
  readonly function: ColdwatchFunction;

  constructor(
    scope: Construct,
    id: string,
    { records, archive, alerts, notify, ingestQueue, acknowledgeWithinMinutes, safekeeping }: WatchProps,
  ) {
    super(scope, id);
    const watch = new ColdwatchFunction(this, 'Watch', {
      file: 'watch',
      timeout: Duration.seconds(55),
      memoryMegabytes: watchMegabytes,
      safekeeping,
    });
    new Rule(this, 'EveryMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(watch.function, { retryAttempts: 0 })],
    });
    records.grantJudging(watch);
    records.grantWatching(watch);
    notify.grantRequesting(watch);
    archive.grantKeeping(watch, ['ledger']);
    watch.function.addEnvironment('ACKNOWLEDGE_WITHIN_MINUTES', JSON.stringify(acknowledgeWithinMinutes));
    watch.use('INGEST_QUEUE_URL', ingestQueue.queueUrl, [ingestQueue.queueArn], ['sqs:SendMessage']);
    // By then what failed once has been delivered again.
    watch.function.addEnvironment('MARKER_DELAY_SECONDS', String(visibilityTimeout.toSeconds()));
    this.function = watch;
    alerts.alarmAboveZero(
      'watch-errors',
      watch.function.metricErrors(),
      'watch ended with an error; silent devices may go unnoticed.',
    );
    alerts.alarm('watch-stopped', {
      metric: watch.function.metricInvocations({ period: Duration.minutes(5) }),
      below: 1,
      missing: TreatMissingData.BREACHING,
      what: 'watch has not run for five minutes: silence and unanswered alarms go unnoticed.',
    });
    alerts.alarmAboveZero(
      'untold-entries',
      figure(this, 'UntoldEntries', { statistic: Stats.MAXIMUM }),
      'Somebody should have been told five minutes ago and was not.',
    );
  }
}
