import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';

// By the stage: its construct says it as POWERTOOLS_SERVICE_NAME.
export const logger = new Logger();
export const metrics = new Metrics({ namespace: 'Coldwatch' });

/** What is counted. */
export type Counted =
  | 'ReceivedMessages'
  | 'WatchedDevices'
  | 'RefusedMessages'
  | 'LedgerEntries'
  | 'Notifications'
  | 'FailedNotifications'
  | 'UnkeptRecords'
  | 'UntoldEntries'
  | 'SilentDevices'
  | 'OpenAlarms'
  | 'CanaryReadings';

/** Counts in CloudWatch, through the function's log. */
export function count(name: Counted, amount = 1): void {
  metrics.addMetric(name, MetricUnit.Count, amount);
}
