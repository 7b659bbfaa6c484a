import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalQueues } from './queues.ts';
import { asynchronousRunsOf, runAsynchronously } from './run-asynchronously.ts';
import { NotLocal, type Properties, type Template } from './template.ts';
import { say } from './say.ts';
import type { LocalFunction } from './local-function.ts';

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** What schedules may start. `signal` ends the waits before a run is repeated. */
type Startable = {
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly queues: Pick<LocalQueues, 'send'>;
  readonly signal: AbortSignal;
};

/** Starts functions and sends messages to queues at the template's rates, or every `fasterMs` where that is shorter. */
export function startSchedules(
  template: Template,
  functions: ReadonlyMap<string, LocalFunction>,
  queues: Pick<LocalQueues, 'send'>,
  fasterMs: number,
): { stop(): Promise<void> } {
  const running = new Set<Promise<unknown>>();
  const stopping = new AbortController();
  const timers = template.ofType('AWS::Events::Rule').flatMap((resource) => {
    const { ScheduleExpression, Targets } = template.properties(resource);
    const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(String(ScheduleExpression));
    if (rate === null)
      throw new NotLocal(
        `${resource.logicalId}: the local run knows rate(...), not ${String(ScheduleExpression)}`,
      );
    return (Targets as Properties[]).map((each) => {
      const start = starterOf(each, template, { functions, queues, signal: stopping.signal });
      if (start === null)
        throw new NotLocal(`${resource.logicalId}: target ${String(each['Arn'])} is not here`);
      return setInterval(
        () => {
          const run = start(eventFor(each))
            .catch((error: unknown) => {
              if (!stopping.signal.aborted) say(String(error));
            })
            .finally(() => running.delete(run));
          running.add(run);
        },
        Math.min(fasterMs, Number(rate[1]) * unitMs[rate[2]!]!),
      );
    });
  });
  return {
    async stop() {
      timers.forEach(clearInterval);
      stopping.abort();
      await Promise.all(running);
    },
  };
}

/** Returns the event of a target: its own input, where it has one. */
function eventFor({ Input }: Properties): object {
  if (Input !== undefined) return JSON.parse(String(Input)) as object;
  return {
    id: randomUUID(),
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    time: new Date().toISOString(),
  };
}

/** Returns what gives an event to a target, a function or a queue; null where the target is not in the template. */
function starterOf(
  { Arn, SqsParameters }: Properties,
  template: Template,
  { functions, queues, signal }: Startable,
): ((event: object) => Promise<unknown>) | null {
  const target = functions.get(String(Arn));
  if (target !== undefined) {
    const runs = asynchronousRunsOf(template, target.name);
    const wait = (milliseconds: number): Promise<void> => sleep(milliseconds, undefined, { signal });
    return (event) =>
      runAsynchronously(
        () => target.invoke(event),
        runs,
        { now: () => Date.now(), wait },
        (error) => say(String(error)),
      );
  }
  const queue = template
    .ofType('AWS::SQS::Queue')
    .find(({ logicalId }) => logicalId === template.logicalIdOf(String(Arn)));
  if (queue === undefined) return null;
  const group = (SqsParameters as Properties | undefined)?.['MessageGroupId'];
  return async (event) =>
    queues.send(
      template.refOf(queue),
      JSON.stringify(event),
      group === undefined ? undefined : String(group),
    );
}
