import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';

// The service name is that of the stage; the construct sets it as POWERTOOLS_SERVICE_NAME.
export const logger = new Logger();
export const metrics = new Metrics({ namespace: 'Coldwatch' });

/** The metrics that are counts. */
export const counts = [
  'ReceivedMessages',
  'MonitoredDevices',
  'PostponedEvaluations',
  'RefusedMessages',
  'RefusedRequests',
  'LedgerEntries',
  'Notifications',
  'FailedNotifications',
  'Deliveries',
  'FailedDeliveries',
  'UnconfirmedSubscriptions',
  'UnarchivedRecords',
  'UnarchivedMessages',
  'UnnotifiedEntries',
  'SilentDevices',
  'SilentSources',
  'OpenAlarms',
  'CanaryReadings',
] as const;
type Counted = (typeof counts)[number];

/** The metrics that are durations in seconds. */
export const durations = ['SecondsToNotification', 'CanarySeconds'] as const;

/** Emits a duration, given in milliseconds, as a CloudWatch metric in seconds through the function's log. */
export function measure(name: (typeof durations)[number], milliseconds: number): void {
  metrics.addMetric(name, MetricUnit.Seconds, milliseconds / 1000);
}

/** Emits a count as a CloudWatch metric through the function's log. */
export function count(name: Counted, amount = 1): void {
  metrics.addMetric(name, MetricUnit.Count, amount);
}
