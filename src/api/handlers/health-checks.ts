import type * as z from 'zod/mini';
import { counted, moment } from '../../model/wording.ts';
import type { QueueDepth } from '../../runtime/waiting-queue.ts';
import type { MonitoringRun } from '../../storage/monitoring-runs.ts';
import type { SourceSummary } from '../../model/source.ts';
import { type WaitingQueueName, waitingQueues } from '../../telemetry/waiting-message.ts';
import type * as answers from '../routes/responses.ts';
import { iso, isoOrNull } from './to-responses.ts';

export type HealthCheck = z.output<typeof answers.healthCheck>;

const minute = 60_000;
/** Monitoring runs each minute, and its alarm waits for five. */
const monitoredWithinMs = 5 * minute;
/** The synthetic sensor sends every five minutes, and its alarm waits for fifteen. */
const canaryWithinMs = 15 * minute;

/** Queues that functions empty by themselves: their names, and how many messages are more than usual. */
export const workingQueues = {
  ingest: { name: 'Messages of devices', attentionFrom: 1000, paragraph: 'messages-wait' },
  unarchived: {
    name: 'Messages that wait for the archive',
    attentionFrom: 1,
    paragraph: 'unarchived-messages',
  },
  files: { name: 'Logger files to read', attentionFrom: 100, paragraph: 'unread-files' },
  notifications: { name: 'Notifications to send', attentionFrom: 100, paragraph: 'unnotified-entries' },
  deliveries: {
    name: 'Messages to single recipients',
    attentionFrom: 100,
    paragraph: 'undelivered-messages',
  },
} as const;
export type WorkingQueueName = keyof typeof workingQueues;

/** What failed, by the queue in which it waits for a person. */
const failedQueues: { readonly [queue in WaitingQueueName]: string } = {
  ingest: 'Failed messages of devices',
  rejected: 'Messages that their topic rule could not deliver',
  files: 'Logger files that could not be read',
  deliveries: 'Failed messages to single recipients',
};

const seeRunbook = (paragraph: string): string => `Follow “${paragraph}” in the runbook.`;
const ifStillSo = (paragraph: string): string =>
  `If it is still so then, follow “${paragraph}” in the runbook.`;

/** Whether a queue is emptied as fast as it fills. */
export function workingQueueCheck(queue: WorkingQueueName, { waiting, hidden }: QueueDepth): HealthCheck {
  const { name, attentionFrom, paragraph } = workingQueues[queue];
  const isMany = waiting >= attentionFrom;
  return {
    id: `queue-${queue}`,
    name,
    state: isMany ? 'attention' : 'good',
    says:
      waiting + hidden === 0
        ? 'None waiting'
        : `${counted(waiting, 'message')} waiting, ${hidden} being processed`,
    since: null,
    toDo: isMany ? `Look again in a minute. ${ifStillSo(paragraph)}` : null,
  };
}

/** Whether messages wait for a person. */
export function deadLettersCheck(queue: WaitingQueueName, { waiting, hidden }: QueueDepth): HealthCheck {
  const all = waiting + hidden;
  return {
    id: `waiting-${queue}`,
    name: failedQueues[queue],
    state: all > 0 ? 'attention' : 'good',
    says: all === 0 ? 'None' : `${counted(all, 'message')} that ${waitingQueues[queue].why}`,
    since: null,
    toDo: all > 0 ? 'Read under “Waiting messages” why, correct the cause, then retry them.' : null,
  };
}

/** Whether each function that monitors shipments has run; `index` counts from 0, its name from 1. */
export function monitoringCheck(index: number, run: MonitoringRun | null, now: number): HealthCheck {
  const about = { id: `monitoring-${index}`, name: `Monitoring, function ${index + 1}` };
  if (run === null)
    return {
      ...about,
      state: 'unknown',
      says: 'No run is recorded',
      since: null,
      toDo: `Look again in five minutes. ${ifStillSo('monitoring-stopped')}`,
    };
  const isLate = now - run.at > monitoredWithinMs;
  const isFailing = run.failures > 0;
  return {
    ...about,
    state: isLate || isFailing ? 'attention' : 'good',
    says: `Last run ${moment(run.at)}${isFailing ? `, with errors in ${counted(run.failures, 'part')}` : ''}`,
    since: iso(run.at),
    toDo: isLate
      ? `Lost contact and unacknowledged alarms go unnoticed there. ${seeRunbook('monitoring-stopped')}`
      : isFailing
        ? seeRunbook('monitoring-errors')
        : null,
  };
}

/** Whether people were notified of everything that they should know. */
export function notifiedCheck(runs: readonly (MonitoringRun | null)[]): HealthCheck {
  const about = { id: 'notified', name: 'Notifications not sent', since: null };
  const known = runs.filter((run) => run !== null);
  const unnotified = known.reduce((sum, run) => sum + run.unnotified, 0);
  if (unnotified > 0)
    return {
      ...about,
      state: 'attention',
      says: `${counted(unnotified, 'entry', 'entries')} of which people should have been notified five minutes ago`,
      toDo: seeRunbook('unnotified-entries'),
    };
  // A function that has not run, or failed, may have missed some.
  if (known.length < runs.length || known.some(({ failures }) => failures > 0))
    return {
      ...about,
      state: 'unknown',
      says: 'Not every part was monitored in the last run',
      toDo: 'Make monitoring run first.',
    };
  return { ...about, state: 'good', says: 'None', toDo: null };
}

/** Whether the readings of the synthetic sensor come out evaluated; `at` is minus infinity where none ever did. */
export function canaryCheck(hasCanary: boolean, at: number, now: number): HealthCheck {
  const about = { id: 'canary', name: 'Synthetic sensor' };
  if (!hasCanary)
    return {
      ...about,
      state: 'unknown',
      says: 'This stage has none, so the whole way of a reading is not checked',
      since: null,
      toDo: 'Set “canary” in the settings of the stage to have one.',
    };
  const isLate = now - at > canaryWithinMs;
  const since = Number.isFinite(at) ? at : null;
  return {
    ...about,
    state: isLate ? 'attention' : 'good',
    says: since === null ? 'No reading was evaluated yet' : `Its reading of ${moment(since)} was evaluated`,
    since: isoOrNull(since),
    toDo: isLate ? `Readings of real sensors may not be evaluated either. ${seeRunbook('blind')}` : null,
  };
}

/** Whether every source is heard. */
export function sourcesCheck(sources: readonly SourceSummary[]): HealthCheck {
  const silent = sources.filter(({ silentSince }) => silentSince !== null);
  const since = silent.map(({ silentSince }) => silentSince!);
  return {
    id: 'sources',
    name: 'Sources',
    state: silent.length > 0 ? 'attention' : 'good',
    says:
      silent.length === 0
        ? sources.length === 0
          ? 'There are none'
          : `${counted(sources.length, 'source')}, none silent`
        : silent.map(({ name, silentSince }) => `${name} is silent since ${moment(silentSince!)}`).join('; '),
    since: since.length === 0 ? null : iso(Math.min(...since)),
    toDo: silent.length > 0 ? seeRunbook('silent-sources') : null,
  };
}
