import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';

export const logger = new Logger({ serviceName: 'coldwatch' });
export const metrics = new Metrics({ namespace: 'Coldwatch', serviceName: 'coldwatch' });

/** What is counted. An alarm stands on the last one. */
export type Counted =
  'Readings' | 'RefusedMessages' | 'LedgerEntries' | 'Notifications' | 'FailedNotifications';

export function count(name: Counted, amount = 1): void {
  if (amount > 0) metrics.addMetric(name, MetricUnit.Count, amount);
}
