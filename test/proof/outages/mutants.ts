import type { Mutant } from '../mutate.ts';
import type { Fleet } from './worker.ts';

const usual = { minutes: 75, offlineFromMinute: 25, poison: 0, stopped: null };
const busy: Fleet = { ...usual, name: 'busy', devices: 1000, offline: 5 };
const behind: Fleet = {
  ...usual,
  name: 'late',
  devices: 300,
  minutes: 130,
  offline: 0,
  // Processing begins again four seconds before the devices are looked at: then half of the queue still waits.
  stopped: { fromMinute: 29.921875, toMinute: 89.921875 },
};

/** Bugs in how offline devices are detected, each with the fleet that shows it. */
export const outageMutants: readonly (Mutant & { readonly fleet: Fleet })[] = [
  {
    name: 'offline only with an empty queue',
    what: 'A device is called offline only while the queue contains no message, visible or in flight.',
    file: 'src/monitoring/monitor-part.ts',
    find: '  const processedUpTo = due.length === 0 ? -Infinity : await queueProgress();\n',
    replace: `  const asked = { constructor: { name: 'GetQueueAttributesCommand' }, input: {} };
  const { SQSClient } = await import('@aws-sdk/client-sqs');
  const { Attributes } = (await new SQSClient({}).send(asked as never)) as { Attributes: Record<string, string> };
  const isEmpty = Object.values(Attributes).every((waiting) => Number(waiting) === 0);
  const processedUpTo = isEmpty ? Date.now() : -Infinity;
`,
    fleet: busy,
  },
  {
    name: 'offline by the clock',
    what: 'A device is called offline once its deadline has passed, whatever is waiting in the queue.',
    file: 'src/monitoring/monitor-part.ts',
    find: '{ asOf: Date.now(), processedUpTo });',
    replace: '{ asOf: Date.now(), processedUpTo: Infinity });',
    fleet: behind,
  },
  {
    name: 'marker counts by its arrival',
    what: 'The queue counts as processed up to the time a marker first arrived, not up to the time it was sent.',
    file: 'src/monitoring/queue-marker.ts',
    find: 'isSecond ? noteQueueProgress(database, sentAt)',
    replace: 'true ? noteQueueProgress(database, Date.now())',
    fleet: behind,
  },
];
