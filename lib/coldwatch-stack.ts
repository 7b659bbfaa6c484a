import { CfnOutput, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { acknowledge } from './constructs/acknowledge.ts';
import { Alerts } from './constructs/alerts.ts';
import { Api } from './constructs/api.ts';
import { ArchiveTables } from './constructs/archive-tables.ts';
import { Archive } from './constructs/archive.ts';
import { Canary } from './constructs/canary.ts';
import { Deliveries } from './constructs/deliveries.ts';
import { Dashboard } from './constructs/dashboard.ts';
import { DeviceDefence } from './constructs/device-defence.ts';
import { ExportBucket } from './constructs/export-bucket.ts';
import { Ingest } from './constructs/ingest.ts';
import { LoggerFiles } from './constructs/logger-files.ts';
import { Notifications } from './constructs/notifications.ts';
import { WebApp } from './constructs/web-app.ts';
import { UserPoolWithClients } from './constructs/user-pool.ts';
import { logEmptying } from './constructs/log-emptying.ts';
import { SourceIngest } from './constructs/source-ingest.ts';
import { Tables } from './constructs/tables.ts';
import { DataProtection } from './constructs/data-protection.ts';
import type { Settings } from './settings.ts';
import { GatewayPolicy } from './constructs/gateway-policy.ts';
import { ThingPolicy } from './constructs/thing-policy.ts';
import { Monitoring } from './constructs/monitoring.ts';

/** Findings of the rule packs that are acknowledged for the whole stack. */
const decided = {
  IAMNoInlinePolicy: 'A policy is of one role alone and goes with it; nothing is shared that could grow.',
  LambdaInsideVPC:
    'Functions talk to AWS by signed requests alone; a network of our own would protect nothing.',
  LambdaConcurrency:
    'Ingest is bounded by its mapping, notify by its queue of one group, the API by the gateway, the schedule by itself; reserving takes from others.',
  LambdaDLQ:
    'Only schedules invoke without waiting, and what a run could not do the next one does; queue and gateway have ways of their own.',
  DynamoDBInBackupPlan:
    'Every table restores to any second of 35 days, and all but who was refused from the archive (shipment restore).',
  S3BucketReplicationEnabled: 'A copy in a second region is the account’s decision; see docs/runbook.md.',
};

/** The whole of Coldwatch: records, alerts, ingest, monitoring, sign-in and device access. */
export class ColdwatchStack extends Stack {
  constructor(scope: Construct, settings: Settings) {
    super(scope, settings.stackName, { description: 'Coldwatch, a cold-chain monitor for shipments' });
    // The bucket's policy, not an ACL, lets the service write access logs.
    this.node.setContext('@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy', true);
    acknowledge(this, decided);
    const { topicRoot } = settings;
    const dataProtection = new DataProtection(this, 'Safekeeping', settings);
    const tables = new Tables(this, 'Records', dataProtection);
    const alerts = new Alerts(this, 'Alerts', settings, dataProtection.key);
    const archive = new Archive(this, 'Archive', settings, dataProtection);
    // The page and the API share an address; sign-in redirects back to it.
    const gateway = new HttpApi(this, 'Gateway', { createDefaultStage: false, description: 'Coldwatch' });
    const webApp = new WebApp(this, 'Page', { ...settings, api: gateway, dataProtection });
    const deliveries = new Deliveries(this, 'Deliveries', {
      tables,
      alerts,
      dataProtection,
      page: webApp.address,
      mailFrom: settings.mailFrom,
    });
    const notify = new Notifications(this, 'Notify', {
      tables,
      archive,
      alerts,
      dataProtection,
      deliveries,
      page: webApp.address,
      timeZone: settings.timeZone,
    });
    const ingest = new Ingest(this, 'Ingest', {
      tables,
      archive,
      alerts,
      notify,
      topicRoot,
      dataProtection,
    });
    const sourceIngest = new SourceIngest(this, 'SourceIngest', {
      tables,
      ingestQueue: ingest.queue,
      alerts,
      dataProtection,
    });
    const { acknowledgeWithinMinutes } = settings;
    const monitoring = new Monitoring(this, 'Watch', {
      tables,
      archive,
      alerts,
      notify,
      ingestQueue: ingest.queue,
      acknowledgeWithinMinutes,
      dataProtection,
    });
    const userPool = new UserPoolWithClients(this, 'People', { ...settings, page: webApp.address });
    const exportBucket = new ExportBucket(this, 'Downloads', dataProtection);
    new ArchiveTables(this, 'ArchiveTables', { archive, downloads: exportBucket });
    const loggerFiles = new LoggerFiles(this, 'LoggerFiles', {
      tables,
      archive,
      alerts,
      notify,
      page: webApp.address,
      dataProtection,
    });
    const api = new Api(this, 'Api', {
      gateway,
      tables,
      ingest,
      ingestSource: sourceIngest.function,
      exportBucket,
      archive,
      loggerFiles,
      notify,
      alerts,
      deliveries,
      userPool,
      topicRoot,
      hasCanary: settings.canary,
      dataProtection,
    });
    new DeviceDefence(this, 'DeviceDefence', { alerts });
    new ThingPolicy(this, 'ThingPolicy', { rules: ingest.rules, topicRoot });
    new GatewayPolicy(this, 'GatewayPolicy', { rule: ingest.gatewayRule, topicRoot });
    const canary = settings.canary
      ? [new Canary(this, 'Canary', { tables, archive, alerts, topicRoot, dataProtection }).function]
      : [];
    new Dashboard(this, 'Dashboard', {
      tables,
      alerts,
      ingest,
      functions: [
        ingest.function,
        ingest.archiver,
        loggerFiles.function,
        sourceIngest.function,
        ...monitoring.functions,
        notify.function,
        deliveries.function,
        ...api.functions,
        ...canary,
      ],
    });
    logEmptying(this, dataProtection);
    new CfnOutput(this, 'PageAddress', { value: webApp.address });
  }
}
