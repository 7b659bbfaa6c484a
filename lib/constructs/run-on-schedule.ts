import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import type { ColdwatchFunction } from './coldwatch-function.ts';
import { scheduledRuns } from './scheduled-runs.ts';

const onceAtMost = {
  retryAttempts: scheduledRuns.retries,
  maxEventAge: Duration.seconds(scheduledRuns.oldestSeconds),
};

/**
 * Runs a function on a schedule, with the given event if any. A run that failed or could not start in time is not
 * repeated.
 */
export function runOnSchedule(
  scope: Construct,
  id: string,
  { function: run }: ColdwatchFunction,
  { every, event }: { readonly every: Duration; readonly event?: object },
): void {
  // The rule's setting covers handing the event to Lambda, the function's setting what Lambda does with it.
  new Rule(scope, id, {
    schedule: Schedule.rate(every),
    targets: [
      new LambdaFunction(run, {
        ...onceAtMost,
        ...(event !== undefined && { event: RuleTargetInput.fromObject(event) }),
      }),
    ],
  });
  run.configureAsyncInvoke(onceAtMost);
}
