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

/** Runs a function again and again, with an event of its own where one is given. No run is repeated that failed or waited. */
export function runOnSchedule(
  scope: Construct,
  id: string,
  { function: run }: ColdwatchFunction,
  { every, event }: { readonly every: Duration; readonly event?: object },
): void {
  // The first is about handing the event to Lambda, the second about what Lambda does with it.
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
