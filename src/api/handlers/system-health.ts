import type { QueueDepth } from '../../runtime/waiting-queue.ts';
import { listSources } from '../../storage/list-sources.ts';
import { lastRuns } from '../../storage/monitoring-runs.ts';
import { readProgress } from '../../storage/progress.ts';
import type { Database } from '../../storage/tables.ts';
import { waitingQueueNames } from '../../telemetry/waiting-message.ts';
import {
  type WorkingQueueName,
  canaryCheck,
  deadLettersCheck,
  monitoringCheck,
  notifiedCheck,
  sourcesCheck,
  workingQueueCheck,
  workingQueues,
} from './health-checks.ts';
import { iso } from './to-responses.ts';
import type { RetriedQueues } from './waiting-messages.ts';

/** What the stage has: functions that monitor, and whether a synthetic sensor. */
type Stage = { readonly monitoringFunctions: number; readonly hasCanary: boolean };

/** Makes the handler that says whether every part of the system works. */
export function systemHealth(
  database: Database,
  queues: RetriedQueues,
  depthOf: (queue: WorkingQueueName) => Promise<QueueDepth>,
  { monitoringFunctions, hasCanary }: Stage,
) {
  return {
    async getHealth() {
      const now = Date.now();
      const functions = Array.from({ length: monitoringFunctions }, (_, index) => index);
      const [runs, canaryAt, sources, working, waiting] = await Promise.all([
        lastRuns(database, functions),
        readProgress(database, '#canary'),
        listSources(database),
        Promise.all(
          (Object.keys(workingQueues) as WorkingQueueName[]).map(async (name) =>
            workingQueueCheck(name, await depthOf(name)),
          ),
        ),
        Promise.all(
          waitingQueueNames.map(async (name) => deadLettersCheck(name, await queues[name].queue.depth())),
        ),
      ]);
      return {
        checkedAt: iso(now),
        checks: [
          ...functions.map((index) => monitoringCheck(index, runs.get(index)!, now)),
          notifiedCheck([...runs.values()]),
          canaryCheck(hasCanary, canaryAt, now),
          sourcesCheck(sources),
          ...working,
          ...waiting,
        ],
      };
    },
  };
}
