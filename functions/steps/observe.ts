import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';

export const logger = new Logger({ serviceName: 'coldwatch' });
export const metrics = new Metrics({ namespace: 'Coldwatch', serviceName: 'coldwatch' });

/** What is counted. An alarm stands on the last one. */
export type Counted =
  | 'ReceivedMessages'
  | 'WatchedDevices'
  | 'RefusedMessages'
  | 'LedgerEntries'
  | 'Notifications'
  | 'FailedNotifications'
  | 'UnkeptRecords';

/** Counts in CloudWatch, through the function's log. */
export function count(name: Counted, amount = 1): void {
  metrics.addMetric(name, MetricUnit.Count, amount);
}
