import type { SQSBatchResponse } from 'aws-lambda';
import { queueRecord } from '../benchmarks/function-under-test.ts';
import { openAccount } from '../proof/account.ts';
import type { TableShape } from '../models/table-shape.ts';
import { payloadBy } from './mutate.ts';
import type { AskOnce } from './ask-once.ts';

/** Messages are spread over many devices, so that no single one grows into the whole load. */
const devices = 500;

/** Sends a message through the whole function. It must be processed, and whatever is refused stored with its reason. */
export async function askFunction(shapes: Readonly<Record<string, TableShape>>): Promise<AskOnce> {
  const { invoke, tables } = await openAccount(shapes);
  let index = 0;
  return async (chance) => {
    const payload = payloadBy(chance);
    const given = Buffer.from(payload).toString('base64');
    const record = queueRecord(`hostile-${index++ % devices}`, `m-${index}`, '', Date.now());
    const body = JSON.parse(record.body) as object;
    // Usually the message comes from the topic rule; but others can write to a queue, too.
    const sent = chance.is(0.02)
      ? chance.pick([
          given,
          '{}',
          JSON.stringify({ ...body, thing: '../x' }),
          JSON.stringify({ ...body, kind: 'x' }),
        ])
      : JSON.stringify({ ...body, payload: given });
    const { batchItemFailures } = (await invoke('ingest-telemetry', {
      Records: [{ ...record, body: sent }],
    })) as SQSBatchResponse;
    if (batchItemFailures.length > 0) return { what: 'the message would be delivered again', given };
    if (index % 5000 === 0)
      for (const { reasons, refused, reason } of tables.items('rejected'))
        if (((reasons ?? refused ?? reason)?.S ?? '').length < 5)
          return { what: 'refused without a reason', given };
    return { became: 'processed' };
  };
}
