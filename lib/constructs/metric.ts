import { Duration, Stack } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** A metric that the functions of a stage publish. */
export function metric(
  scope: Construct,
  name: string,
  {
    statistic = Stats.SUM,
    period = Duration.minutes(5),
    label,
  }: { statistic?: string; period?: Duration; label?: string } = {},
): Metric {
  return new Metric({
    namespace: 'Coldwatch',
    metricName: name,
    dimensionsMap: { service: Stack.of(scope).stackName },
    statistic,
    period,
    label,
  });
}
