import { CfnOutput, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { Alerts } from './alerts.ts';
import { Api } from './api.ts';
import { Archive } from './archive.ts';
import { Evidence } from './evidence.ts';
import { Ingest } from './ingest.ts';
import { Page } from './page.ts';
import { People } from './people.ts';
import { Records } from './records.ts';
import type { Settings } from './settings.ts';
import { ThingPolicy } from './thing-policy.ts';
import { Watch } from './watch.ts';

/** Coldwatch: records kept, people alerted, telemetry taken in and watched over, people and devices let in. */
export class ColdwatchStack extends Stack {
  constructor(scope: Construct, settings: Settings) {
    super(scope, settings.stackName, { description: 'Coldwatch, a cold-chain monitor for shipments' });
    const logRetention = settings.logRetentionDays;
    const records = new Records(this, 'Records', { retain: settings.retainRecords });
    const alerts = new Alerts(this, 'Alerts', settings);
    const archive = new Archive(this, 'Archive', settings);
    const ingest = new Ingest(this, 'Ingest', { records, archive, alerts, logRetention });
    const { acknowledgeWithinMinutes } = settings;
    new Watch(this, 'Watch', {
      records,
      alerts,
      ingestQueue: ingest.queue,
      acknowledgeWithinMinutes,
      logRetention,
    });
    // The page and the API share an address, and people are sent back there when they signed in.
    const gateway = new HttpApi(this, 'Gateway', { createDefaultStage: false, description: 'Coldwatch' });
    const page = new Page(this, 'Page', { ...settings, api: gateway });
    const people = new People(this, 'People', { ...settings, page: page.address });
    const evidence = new Evidence(this, 'Evidence', settings);
    new Api(this, 'Api', { gateway, records, evidence, archive, alerts, people, logRetention });
    new ThingPolicy(this, 'ThingPolicy', { rules: ingest.rules });
    new CfnOutput(this, 'PageAddress', { value: page.address });
  }
}
