import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { accountWideName } from '../account-wide-name.ts';
import type { Alerts } from './alerts.ts';
import type { ColdwatchFunction } from './coldwatch-function.ts';
import { metric } from './metric.ts';
import type { Ingest } from './ingest.ts';
import type { Tables } from './tables.ts';

const period = Duration.minutes(5);

type DashboardProps = {
  readonly tables: Tables;
  readonly alerts: Alerts;
  readonly ingest: Ingest;
  readonly functions: readonly ColdwatchFunction[];
};

/** One dashboard for the person on call: what arrives, what is queued, who was notified, what it costs. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { tables, alerts, ingest, functions }: DashboardProps) {
    super(scope, id);
    const counted = (name: string, label: string, statistic: string = Stats.SUM): IMetric =>
      metric(this, name, { label, statistic });
    /** Sums a metric that each part of `monitoring` reports once a minute. */
    const ofAllParts = (name: string, label: string): IMetric =>
      metric(this, name, { label, period: Duration.minutes(1) });
    const page = new CloudWatchDashboard(this, 'Page', {
      // "All dashboards in your account are global, not region-specific":
      // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudwatch-dashboard.html
      dashboardName: accountWideName(this),
      defaultInterval: Duration.hours(12),
    });
    page.addWidgets(
      new AlarmStatusWidget({ title: 'Alarms', alarms: [...alerts.alarms], width: 24, height: 3 }),
    );
    page.addWidgets(
      graph('Messages', [counted('ReceivedMessages', 'received'), counted('RefusedMessages', 'refused')]),
      graph('Oldest waiting message (s)', [
        ingest.queue.metricApproximateAgeOfOldestMessage({ period, label: 'seconds' }),
      ]),
      graph('From reading to notification (s)', [
        counted('SecondsToNotification', 'median', Stats.p(50)),
        counted('SecondsToNotification', 'slowest of a hundred', Stats.p(99)),
      ]),
    );
    page.addWidgets(
      graph('In transit', [
        ofAllParts('MonitoredDevices', 'monitored devices'),
        ofAllParts('SilentDevices', 'offline devices'),
        ofAllParts('OpenAlarms', 'open alarms'),
      ]),
      graph('Notifications', [
        counted('Notifications', 'published'),
        counted('FailedNotifications', 'failed'),
        counted('UnnotifiedEntries', 'entries unnotified for five minutes', Stats.MAXIMUM),
        alerts.shipments.metricNumberOfNotificationsDelivered({ period, label: 'delivered' }),
        alerts.shipments.metricNumberOfNotificationsFailed({ period, label: 'not delivered' }),
      ]),
      graph('Write units per message', [writeUnitsPerMessage(this, tables)]),
    );
    page.addWidgets(
      graph(
        'Errors',
        functions.map(({ function: each, label }) => each.metricErrors({ period, label })),
      ),
      graph('Needs an operator', [
        ingest.deadLetters.metricApproximateNumberOfMessagesVisible({ period, label: 'dead letters' }),
        ingest.rejected.metricApproximateNumberOfMessagesVisible({ period, label: 'rejected by rules' }),
      ]),
      graph(
        'Milliseconds of functions (99 of 100 are faster)',
        functions.map(({ function: each, label }) =>
          each.metricDuration({ period, label, statistic: Stats.p(99) }),
        ),
      ),
    );
  }
}

function graph(title: string, left: readonly IMetric[]): GraphWidget {
  return new GraphWidget({ title, left: [...left], width: 8, height: 6 });
}

/** Write units per message over every table that a message may touch; the design limit is 1.1. */
function writeUnitsPerMessage(scope: Construct, tables: Tables): MathExpression {
  const { devices, journal, ledger, shipments } = tables.byName;
  const consumed = ({ table }: { table: Table }) =>
    table.metric('ConsumedWriteCapacityUnits', { statistic: Stats.SUM, period });
  return new MathExpression({
    expression: '(devices + journal + ledger + shipments) / messages',
    usingMetrics: {
      devices: consumed({ table: devices }),
      journal: consumed({ table: journal }),
      ledger: consumed({ table: ledger }),
      shipments: consumed({ table: shipments }),
      messages: metric(scope, 'ReceivedMessages'),
    },
    label: 'write units per message',
    period,
  });
}
