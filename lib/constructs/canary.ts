import { Duration, Stack } from 'aws-cdk-lib';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { topicOf } from '../../src/telemetry/topic.ts';
import type { Alerts } from './alerts.ts';
import type { Archive } from './archive.ts';
import { ColdwatchFunction } from './coldwatch-function.ts';
import { metric } from './metric.ts';
import type { Tables } from './tables.ts';
import { runOnSchedule } from './run-on-schedule.ts';
import type { DataProtection } from './data-protection.ts';

type CanaryProps = {
  readonly tables: Tables;
  readonly archive: Archive;
  readonly alerts: Alerts;
  readonly topicRoot: string;
  readonly dataProtection: DataProtection;
};

const thing = 'canary';

/**
 * A synthetic sensor that publishes every five minutes. Its reading must come out evaluated; otherwise monitoring has
 * failed.
 */
export class Canary extends Construct {
  readonly function: ColdwatchFunction;

  constructor(
    scope: Construct,
    id: string,
    { tables, archive, alerts, topicRoot, dataProtection }: CanaryProps,
  ) {
    super(scope, id);
    this.function = new ColdwatchFunction(this, 'Canary', {
      file: 'canary',
      timeout: Duration.seconds(60),
      memoryMegabytes: 256,
      dataProtection,
    });
    runOnSchedule(this, 'EveryFiveMinutes', this.function, { every: Duration.minutes(5) });
    tables.grantCanary(this.function);
    archive.grantArchiving(this.function, ['ledger', 'profiles']);
    this.function.function.addEnvironment('CANARY_THING', thing);
    this.function.use(
      'TOPIC_ROOT',
      topicRoot,
      [
        Stack.of(this).formatArn({
          service: 'iot',
          resource: 'topic',
          resourceName: topicOf(thing, 'telemetry', topicRoot),
        }),
      ],
      ['iot:Publish'],
    );
    alerts.alarm('blind', {
      metric: metric(this, 'CanaryReadings', { period: Duration.minutes(15) }),
      below: 1,
      // A canary that has stopped reports no data, which must count as a failure.
      missing: TreatMissingData.BREACHING,
      what: 'The synthetic sensor’s readings were not evaluated for fifteen minutes; those of real sensors may not be either.',
    });
  }
}
