import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { MonitorTick } from '../../src/monitoring/monitor-tick.ts';
import type { Alerts } from './alerts.ts';
import type { Archive } from './archive.ts';
import { ColdwatchFunction } from './coldwatch-function.ts';
import { figure } from './metric.ts';
import type { Notify } from './notifications.ts';
import type { Records } from './tables.ts';
import { runOnSchedule } from './run-on-schedule.ts';
import type { Safekeeping } from './data-protection.ts';
import type { Settings } from '../settings.ts';
import { partsOfFunction, watchFunctions } from './monitoring-functions.ts';

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

/**
 * Looks after shipments every minute: silence, runs that grow while nothing comes, entries of which people were not
 * notified. Several functions of the same code, each with parts of its own.
 */
export class Watch extends Construct {
  readonly functions: readonly ColdwatchFunction[];

  constructor(scope: Construct, id: string, props: WatchProps) {
    super(scope, id);
    const { alerts } = props;
    this.functions = Array.from({ length: watchFunctions }, (_, index) => this.#watch(index, props));
    alerts.alarmAboveZero(
      'watch-errors',
      sumOf(this.functions.map(({ function: each }) => each.metricErrors())),
      'watch ended with an error; silent devices may go unnoticed.',
    );
    for (const [index, { function: each }] of this.functions.entries())
      alerts.alarm(`watch-stopped-${index}`, {
        metric: each.metricInvocations({ period: Duration.minutes(5) }),
        below: 1,
        missing: TreatMissingData.BREACHING,
        what: `watch has not run for five minutes on parts ${partsOfFunction(index).join(', ')}: silence and unanswered alarms go unnoticed there.`,
        paragraph: 'watch-stopped',
      });
    alerts.alarmAboveZero(
      'watch-behind',
      figure(this, 'PostponedEvaluations', { statistic: Stats.MAXIMUM }),
      'watch does not get through in its minute; what it leaves comes first a minute later.',
    );
    alerts.alarmAboveZero(
      'untold-entries',
      figure(this, 'UntoldEntries', { statistic: Stats.MAXIMUM }),
      'Somebody should have been told five minutes ago and was not.',
    );
  }
  #watch(
    index: number,
    { records, archive, notify, ingestQueue, acknowledgeWithinMinutes, safekeeping }: WatchProps,
  ): ColdwatchFunction {
    const watch = new ColdwatchFunction(this, `Watch${index}`, {
      file: 'monitor-shipments',
      label: `watch ${index}`,
      timeout: Duration.seconds(55),
      memoryMegabytes: watchMegabytes,
      safekeeping,
    });
    const tick: MonitorTick = { parts: partsOfFunction(index) };
    runOnSchedule(this, `EveryMinute${index}`, watch, { every: Duration.minutes(1), event: tick });
    records.grantJudging(watch);
    records.grantWatching(watch);
    notify.grantRequesting(watch);
    archive.grantArchiving(watch, ['ledger']);
    watch.function.addEnvironment('ACKNOWLEDGE_WITHIN_MINUTES', JSON.stringify(acknowledgeWithinMinutes));
    watch.use('INGEST_QUEUE_URL', ingestQueue.queueUrl, [ingestQueue.queueArn], ['sqs:SendMessage']);
    return watch;
  }
}

function sumOf(metrics: readonly IMetric[]): IMetric {
  const named = metrics.map((metric, index) => [`m${index}`, metric] as const);
  return new MathExpression({
    expression: named.map(([name]) => `FILL(${name}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(named),
    period: Duration.minutes(5),
  });
}
