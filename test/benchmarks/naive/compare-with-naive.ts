import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Prices, assumed } from '../cost/bill.ts';
import { shapesOfTemplate } from '../../proof/table-shapes.ts';
import type { Compared, Side } from './worker.ts';

const { items } = JSON.parse(
  readFileSync(join(import.meta.dirname, '../cost/prices.json'), 'utf8'),
) as Prices;
const devices = 150;

/** A figure of the product, and the same of the naive handler. */
type Pair = { readonly coldwatch: number; readonly naive: number };

/**
 * Compares the product with a handler as tutorials build it, on the same messages of 150 devices in a day, some of them
 * late or repeated. The prices are list prices of tables, topic rules, queue and functions.
 */
export async function compareWithNaive(): Promise<{
  usdPerMillionMessages: Pair;
  notifications: Pair;
  wrongVerdicts: Pair;
}> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { shapes: shapesOfTemplate(), devices },
  });
  const [{ messages, ours, naive }] = (await once(worker, 'message')) as [Compared];
  await worker.terminate();
  return {
    usdPerMillionMessages: {
      coldwatch: priceOf(ours, messages, true),
      naive: priceOf(naive, messages, false),
    },
    notifications: { coldwatch: ours.notifications, naive: naive.notifications },
    wrongVerdicts: { coldwatch: ours.wrong, naive: naive.wrong },
  };
}

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
