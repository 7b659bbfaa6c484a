import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Prices } from '../cost/bill.ts';
import { assumed } from '../cost/bill.ts';
import { type Suite, must } from '../../proof/check.ts';
import { shapesOfTemplate } from '../../proof/table-shapes.ts';
import type { Compared, Side } from './worker.ts';

const { items } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../cost/prices.json'), 'utf8'),
) as Prices;

/** Compares the product with a handler as tutorials build it, on the same messages, some of them late or repeated. */
export const suite: Suite = {
  name: 'naive',
  title: 'Comparison with a handler as tutorials build it',
  async prove({ isQuick }) {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { shapes: shapesOfTemplate(), devices: isQuick ? 30 : 150 },
    });
    const [compared] = (await once(worker, 'message')) as [Compared];
    await worker.terminate();
    const { devices, messages, ours, naive } = compared;
    const [cheap, dear] = [priceOf(ours, messages, true), priceOf(naive, messages, false)];
    const per = (value: number): string => (value / messages).toFixed(3);
    const row = (what: string, of: (side: Side) => string): string =>
      `| ${what} | ${of(ours)} | ${of(naive)} |`;
    return {
      checks: [
        must(
          'Wrong verdicts with late and repeated data, the product',
          `${ours.wrong} of ${devices}`,
          'none',
          ours.wrong === 0,
        ),
        must(
          'Wrong verdicts, the naive handler',
          `${naive.wrong} of ${devices}`,
          'some, otherwise the data were not late',
          naive.wrong > 0,
        ),
        must(
          'Price per million messages, compared with the naive handler',
          `${cheap.toFixed(2)} and ${dear.toFixed(2)} USD`,
          'less',
          cheap < dear,
        ),
        must(
          'Notifications, compared with the naive handler',
          `${ours.notifications} and ${naive.notifications}`,
          'fewer, but not none',
          ours.notifications > 0 && ours.notifications < naive.notifications,
        ),
      ],
      details: [
        `${messages} messages of ${devices} devices in a day, two channels each; half of the devices send a tenth of them late and some twice.`,
        '',
        '| per message | Coldwatch | naive |',
        '| --- | --- | --- |',
        row('write units', ({ writeUnits }) => per(writeUnits)),
        row('read units', ({ readUnits }) => per(readUnits)),
        row('requests to services', ({ requests }) => per(requests)),
        row('function calls', ({ invocations }) => per(invocations)),
        row('processor milliseconds', ({ milliseconds }) => per(milliseconds)),
        row('notifications in total', ({ notifications }) => String(notifications)),
        row(`wrong verdicts, of ${devices}`, ({ wrong }) => String(wrong)),
        `| USD per million messages | ${cheap.toFixed(2)} | ${dear.toFixed(2)} |`,
        '',
        'Tables, topic rules, queue and functions at list prices (`test/benchmarks/cost/prices.json`); the naive handler has no archive, no ledger and no retries of its own.',
      ].join('\n'),
    };
  },
};

/** USD per million messages: rules, functions, tables, and the queue if there is one. */
function priceOf(side: Side, messages: number, hasQueue: boolean): number {
  const price = (name: string): number => items[name]!.usd;
  const seconds =
    side.milliseconds / 1000 + side.invocations * (assumed.waitMs.tables / 1000) * (hasQueue ? 1 : 3);
  const rules = hasQueue ? 1 : 2;
  const total =
    messages * rules * (price('iotRule') + price('iotAction')) +
    (hasQueue ? (messages + 2 * side.invocations) * price('sqsRequest') : 0) +
    side.invocations * price('lambdaRequest') +
    seconds * 0.5 * price('lambdaGigabyteSecond') +
    side.writeUnits * price('dynamodbWriteUnit') +
    side.readUnits * price('dynamodbReadUnit');
  return (total / messages) * 1e6;
}
