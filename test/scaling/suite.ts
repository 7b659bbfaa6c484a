import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type Suite, type Check, must } from '../proof/check.ts';
import { shapesOfTemplate } from '../proof/table-shapes.ts';
import type { Counted, Grown } from './worker.ts';

/** How much the cost of a message may differ from the smallest fleet to the largest. */
const allowed = 0.1;
/** How much the processor time of the same work varies on a shared machine. */
const noise = 0.5;
/**
 * What monitoring does each minute, however few messages come, consists of reads and requests. The one write that
 * records its run is not counted to the messages.
 */
const byTheClock = new Set<keyof typeof names>(['readUnits', 'requests', 'milliseconds']);

/** Measures whether a message, a shipment and a list cost the same in a large fleet as in a small one. */
export const suite: Suite = {
  name: 'growth',
  title: 'Growth',
  isTimed: true,
  async prove({ isQuick }) {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: {
        shapes: shapesOfTemplate(),
        fleets: isQuick ? [10, 100, 300] : [10, 100, 1000, 10_000],
        messagesEach: 40,
        repetitions: isQuick ? 3 : 2,
        lengths: isQuick ? [100, 400] : [100, 400, 1600],
        ended: isQuick ? [0, 1000] : [0, 1000, 10_000],
      },
    });
    const [grown] = (await once(worker, 'message')) as [Grown];
    await worker.terminate();
    return {
      checks: [
        ...spread('A message of a fleet', grown.fleets, [
          'writeUnits',
          'readUnits',
          'requests',
          'milliseconds',
        ]),
        ...spread('A message of a long shipment', grown.shipments, ['writeUnits', 'requests']),
        ...spread('The board, with ended shipments', grown.boards, ['readUnits', 'requests']),
        ...spread('A list, with ended shipments', grown.lists, ['readUnits', 'requests']),
        ...spread('A search, with ended shipments', grown.searches, ['readUnits', 'requests']),
        ...spread('A page of ended shipments', grown.endedLists, ['readUnits', 'requests']),
        ...spread('Insights, with ended shipments', grown.insights, ['readUnits', 'requests']),
      ],
      details: [
        table('Devices', grown.fleets),
        table('Messages of a shipment', grown.shipments),
        table('Ended shipments (board)', grown.boards),
        table('Ended shipments (list)', grown.lists),
        table('Ended shipments (search)', grown.searches),
        table('Ended shipments (their own list)', grown.endedLists),
        table('Ended shipments (insights)', grown.insights),
        'Per message, or per page. Milliseconds are processor time of this machine, including that of the tables in memory; units are counted as DynamoDB counts them, without the one that each run of monitoring takes to record itself. `docs/scale.md` extrapolates these numbers.',
      ].join('\n\n'),
    };
  },
};

const names = {
  writeUnits: 'write units',
  readUnits: 'read units',
  requests: 'requests',
  milliseconds: 'function milliseconds',
} as const;

/** Compares the larger ones with the smallest. */
function spread(what: string, counted: readonly Counted[], parts: readonly (keyof typeof names)[]): Check[] {
  const sizes = `from ${counted[0]!.size} to ${counted.at(-1)!.size}`;
  return parts.map((part) => {
    const values = counted.map((each) => each[part]);
    const [first] = values as [number];
    const isWithin = (value: number): boolean =>
      // A tiny amount may double and still be tiny.
      Math.abs(value - first) <= Math.max(allowed * first, 0.005);
    const most = Math.max(...values);
    const check = must(
      `${what}, ${names[part]}, ${sizes}`,
      values.map((value) => Number(value.toPrecision(4))).join(', '),
      'within 10 %',
      values.every(isWithin),
    );
    if (check.holds) return check;
    if (byTheClock.has(part) && most <= first * (1 + allowed))
      return {
        ...check,
        holds: true,
        missed:
          'it falls: the fewer messages there are, the larger the share of fixed work per minute in each',
      };
    return part === 'milliseconds' && values.every((value) => Math.abs(value - first) <= noise * first)
      ? {
          ...check,
          holds: true,
          missed: 'the time of the same work varies this much from run to run on this machine',
        }
      : check;
  });
}

function table(what: string, counted: readonly Counted[]): string {
  const rows = counted.map(
    ({ size, writeUnits, readUnits, requests, milliseconds }) =>
      `| ${size} | ${[writeUnits, readUnits, requests, milliseconds].map((value) => value.toFixed(3)).join(' | ')} |`,
  );
  return `| ${what} | write units | read units | requests | milliseconds |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}`;
}
