import type { SQSBatchResponse } from 'aws-lambda';
import { queueRecord } from '../benchmarks/function-under-test.ts';
import { openAccount } from '../proof/account.ts';
import type { TableShape } from '../models/table-shape.ts';
import { payloadBy } from './mutate.ts';
import type { AskOnce } from './ask-once.ts';

/** So many devices speak, so that none becomes the whole load. */
const devices = 500;

/** One message through the whole function: it is done with, and what was refused of it is kept with its reason. */
export async function askFunction(shapes: Readonly<Record<string, TableShape>>): Promise<AskOnce> {
  const { invoke, tables } = await openAccount(shapes);
  let index = 0;
  return async (chance) => {
    const payload = payloadBy(chance);
    const given = Buffer.from(payload).toString('base64');
    const record = queueRecord(`hostile-${index++ % devices}`, `m-${index}`, '', Date.now());
    const body = JSON.parse(record.body) as object;
    // What the rules hand over is theirs; but a queue can be written to by others too.
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
    if (batchItemFailures.length > 0) return { what: 'the message would come again', given };
    if (index % 5000 === 0)
      for (const { reasons, refused, reason } of tables.items('rejected'))
        if (((reasons ?? refused ?? reason)?.S ?? '').length < 5)
          return { what: 'refused without a reason', given };
    return { became: 'done with' };
  };
}
