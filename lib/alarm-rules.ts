import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Alerts } from './constructs/alerts.ts';

/**
 * The AWS metrics that count failures of a topic rule, by rule or by rule and kind of action. They are queried with a
 * metrics expression because the documentation does not say how the kind of an action is spelled.
 * https://docs.aws.amazon.com/iot/latest/developerguide/metrics_dimensions.html
 */
const figures = [
  {
    name: 'rule-failures',
    metric: 'Failure',
    dimensions: 'ActionType, RuleName',
    what: 'A topic rule could not deliver messages to the ingest queue; they are in the rejected queue, unless that failed too.',
  },
  {
    name: 'lost-messages',
    metric: 'ErrorActionFailure',
    dimensions: 'ActionType, RuleName',
    what: 'A topic rule could deliver messages neither to the ingest queue nor to the rejected queue: they are lost.',
  },
  {
    name: 'throttled-messages',
    metric: 'RuleMessageThrottled',
    dimensions: 'RuleName',
    what: 'IoT Core throttled messages to a topic rule; devices send more than the quota of the account.',
  },
  {
    name: 'missing-rules',
    metric: 'RuleNotFound',
    dimensions: 'RuleName',
    what: 'A device published to a topic rule that does not exist: its messages are lost.',
  },
] as const;

/** Notifies operations when a topic rule fails, loses messages, is throttled or is not there. */
export function alarmRules(alerts: Alerts, ruleNames: readonly string[]): void {
  const isOurs = ruleNames.map((name) => `RuleName = '${name}'`).join(' OR ');
  for (const { name, metric, dimensions, what } of figures)
    alerts.alarmAboveZero(
      name,
      new MathExpression({
        expression: `SELECT SUM(${metric}) FROM SCHEMA("AWS/IoT", ${dimensions}) WHERE ${isOurs}`,
        usingMetrics: {},
        period: Duration.minutes(5),
        label: name,
      }),
      what,
    );
}
