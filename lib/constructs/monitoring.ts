import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { MonitorTick } from '../../src/monitoring/monitor-tick.ts';
import type { Alerts } from './alerts.ts';
import type { Archive } from './archive.ts';
import { ColdwatchFunction } from './coldwatch-function.ts';
import { metric } from './metric.ts';
import type { Notifications } from './notifications.ts';
import type { Tables } from './tables.ts';
import { runOnSchedule } from './run-on-schedule.ts';
import type { DataProtection } from './data-protection.ts';
import type { Settings } from '../settings.ts';
import { partsOfFunction, monitoringFunctions } from './monitoring-functions.ts';

export const monitoringMegabytes = 512;
export type MonitoringProps = {
  readonly tables: Tables;
  readonly archive: Archive;
  readonly alerts: Alerts;
  readonly notify: Notifications;
  readonly ingestQueue: Queue;
  readonly acknowledgeWithinMinutes: Settings['acknowledgeWithinMinutes'];
  readonly dataProtection: DataProtection;
};

/**
 * Looks after shipments every minute: silence, runs that grow while nothing comes, entries of which people were not
 * notified. Several functions of the same code, each with parts of its own.
 */
export class Monitoring extends Construct {
  readonly functions: readonly ColdwatchFunction[];

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { alerts } = props;
    this.functions = Array.from({ length: monitoringFunctions }, (_, index) =>
      this.#monitoring(index, props),
    );
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
      metric(this, 'PostponedEvaluations', { statistic: Stats.MAXIMUM }),
      'watch does not get through in its minute; what it leaves comes first a minute later.',
    );
    alerts.alarmAboveZero(
      'untold-entries',
      metric(this, 'UntoldEntries', { statistic: Stats.MAXIMUM }),
      'Somebody should have been told five minutes ago and was not.',
    );
  }
  #monitoring(
    index: number,
    { tables, archive, notify, ingestQueue, acknowledgeWithinMinutes, dataProtection }: MonitoringProps,
  ): ColdwatchFunction {
    const monitoring = new ColdwatchFunction(this, `Watch${index}`, {
      file: 'monitor-shipments',
      label: `watch ${index}`,
      timeout: Duration.seconds(55),
      memoryMegabytes: monitoringMegabytes,
      dataProtection,
    });
    const tick: MonitorTick = { parts: partsOfFunction(index) };
    runOnSchedule(this, `EveryMinute${index}`, monitoring, { every: Duration.minutes(1), event: tick });
    tables.grantEvaluating(monitoring);
    tables.grantMonitoring(monitoring);
    notify.grantRequesting(monitoring);
    archive.grantArchiving(monitoring, ['ledger']);
    monitoring.function.addEnvironment(
      'ACKNOWLEDGE_WITHIN_MINUTES',
      JSON.stringify(acknowledgeWithinMinutes),
    );
    monitoring.use('INGEST_QUEUE_URL', ingestQueue.queueUrl, [ingestQueue.queueArn], ['sqs:SendMessage']);
    return monitoring;
  }
}

function sumOf(metrics: readonly IMetric[]): IMetric {
  const named = metrics.map((each, index) => [`m${index}`, each] as const);
  return new MathExpression({
    expression: named.map(([name]) => `FILL(${name}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(named),
    period: Duration.minutes(5),
  });
}
