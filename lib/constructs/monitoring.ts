import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { partOfSources } from '../../src/storage/monitor-parts.ts';
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
type MonitoringProps = {
  readonly tables: Tables;
  readonly archive: Archive;
  readonly alerts: Alerts;
  readonly notify: Notifications;
  readonly ingestQueue: Queue;
  readonly acknowledgeWithinMinutes: Settings['acknowledgeWithinMinutes'];
  readonly dataProtection: DataProtection;
};

/**
 * Monitors shipments every minute: devices that go offline, excursions that grow while no data arrives, and ledger
 * entries of which people have not been notified. Several functions run the same code, each on parts of its own.
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
      'monitoring-errors',
      sumOf(this.functions.map(({ function: each }) => each.metricErrors())),
      'A function of monitor-shipments ended with an error; devices that are offline may go unnoticed.',
    );
    for (const [index, { function: each }] of this.functions.entries())
      alerts.alarm(`monitoring-stopped-${index}`, {
        metric: each.metricInvocations({ period: Duration.minutes(5) }),
        below: 1,
        missing: TreatMissingData.BREACHING,
        what: `monitor-shipments has not run for five minutes on parts ${partsOfFunction(index).join(', ')}: lost contact and unacknowledged alarms go unnoticed there.`,
        paragraph: 'monitoring-stopped',
      });
    alerts.alarmAboveZero(
      'monitoring-behind',
      metric(this, 'PostponedEvaluations', { statistic: Stats.MAXIMUM }),
      'monitor-shipments does not finish within its minute; the remaining devices come first a minute later.',
    );
    alerts.alarmAboveZero(
      'silent-sources',
      metric(this, 'SilentSources', { statistic: Stats.MAXIMUM }),
      'Nothing is heard of a source: a gateway or a vendor does not send, and nothing is known of its devices.',
    );
    alerts.alarmAboveZero(
      'unnotified-entries',
      metric(this, 'UnnotifiedEntries', { statistic: Stats.MAXIMUM }),
      'People should have been notified five minutes ago and were not.',
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
    if (tick.parts.includes(partOfSources)) tables.grantMonitoringSources(monitoring);
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
