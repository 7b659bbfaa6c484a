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
    what: 'A topic rule could not hand messages to the ingest queue; they are in the rejected queue, if they could be put there.',
  },
  {
    name: 'lost-messages',
    metric: 'ErrorActionFailure',
    dimensions: 'ActionType, RuleName',
    what: 'A topic rule could hand messages neither to the ingest queue nor to the rejected one: they are lost.',
  },
  {
    name: 'throttled-messages',
    metric: 'RuleMessageThrottled',
    dimensions: 'RuleName',
    what: 'IoT Core held messages back from a topic rule; devices send more than the account may.',
  },
  {
    name: 'missing-rules',
    metric: 'RuleNotFound',
    dimensions: 'RuleName',
    what: 'A device published to a topic rule that is not there: its messages are lost.',
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
