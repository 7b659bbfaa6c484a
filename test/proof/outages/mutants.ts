import type { Mutant } from '../mutate.ts';
import type { Fleet } from './worker.ts';

const usual = { minutes: 75, silentFromMinute: 25, poison: 0, stopped: null };
const busy: Fleet = { ...usual, name: 'busy', devices: 1000, silent: 5 };
const behind: Fleet = {
  ...usual,
  name: 'late',
  devices: 100,
  minutes: 130,
  silent: 0,
  stopped: { fromMinute: 30, toMinute: 90 },
};

/** Bugs in what silence is bounded by, each with the fleet that shows it. */
export const outageMutants: readonly (Mutant & { readonly fleet: Fleet })[] = [
  {
    name: 'silence needs an empty queue',
    what: 'A device is called silent only while the queue holds no message, visible or in flight.',
    file: 'src/monitoring/monitor-part.ts',
    find: '    const processedUpTo = due.length === 0 ? -Infinity : await queueProgress();\n',
    replace: `  const asked = { constructor: { name: 'GetQueueAttributesCommand' }, input: {} };
  const { SQSClient } = await import('@aws-sdk/client-sqs');
  const { Attributes } = (await new SQSClient({}).send(asked as never)) as { Attributes: Record<string, string> };
  const isEmpty = Object.values(Attributes).every((waiting) => Number(waiting) === 0);
  const processedUpTo = isEmpty ? Date.now() : -Infinity;
`,
    fleet: busy,
  },
  {
    name: 'silence by the clock',
    what: 'A device is called silent when its deadline has passed, whatever waits in the queue.',
    file: 'src/monitoring/monitor-part.ts',
    find: '              processedUpTo,\n',
    replace: '              processedUpTo: Infinity,\n',
    fleet: behind,
  },
  {
    name: 'a marker is taken for its arrival',
    what: 'The queue is said to be processed up to when a marker first arrived, not to when it was sent.',
    file: 'src/monitoring/note-queue-marker.ts',
    find: 'isSecond ? noteQueueProgress(database, sentAt)',
    replace: 'true ? noteQueueProgress(database, Date.now())',
    fleet: behind,
  },
];
