import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';

// By the stage: its construct says it as POWERTOOLS_SERVICE_NAME.
export const logger = new Logger();
export const metrics = new Metrics({ namespace: 'Coldwatch' });

/** What is counted, each a metric of its own. */
export const counts = [
  'ReceivedMessages',
  'WatchedDevices',
  'PostponedEvaluations',
  'RefusedMessages',
  'LedgerEntries',
  'Notifications',
  'FailedNotifications',
  'WaitingSubscriptions',
  'UnkeptRecords',
  'UnarchivedMessages',
  'UntoldEntries',
  'SilentDevices',
  'OpenAlarms',
  'CanaryReadings',
] as const;
export type Counted = (typeof counts)[number];

/** What is measured in seconds. */
export const durations = ['SecondsToNotification', 'CanarySeconds'] as const;

/** Measures in CloudWatch, through the function's log. */
export function measure(name: (typeof durations)[number], milliseconds: number): void {
  metrics.addMetric(name, MetricUnit.Seconds, milliseconds / 1000);
}

/** Counts in CloudWatch, through the function's log. */
export function count(name: Counted, amount = 1): void {
  metrics.addMetric(name, MetricUnit.Count, amount);
}
