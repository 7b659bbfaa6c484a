import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { readHead } from '../store/append.ts';
import { activeShipments } from '../store/shipments.ts';
import { databaseOfEnvironment } from './steps/database.ts';
import { required } from './steps/environment.ts';
import { count, logger } from './steps/observe.ts';
import { scheduled } from './steps/scheduled.ts';
import { settler } from './steps/settle.ts';
import { tellingOfEnvironment } from './steps/telling.ts';

const database = databaseOfEnvironment();
const settle = settler(database, tellingOfEnvironment());
const queue = new SQSClient({});
const queueUrl = required('INGEST_QUEUE_URL');
const atOnce = 16;

/** Looks after what no message looks after: devices that are silent, runs that grow while nothing comes, untold entries. */
export const handler = scheduled(async () => {
  const mayBeSilent = await nothingWaits();
  const devices: string[] = [];
  for await (const shipment of activeShipments(database)) devices.push(...shipment.devices);
  count('WatchedDevices', devices.length);
  const failures: unknown[] = [];
  const next = devices.values();
  const look = async (): Promise<void> => {
    for (const device of next)
      try {
        await settle(await readHead(database, device), { asOf: Date.now(), mayBeSilent });
      } catch (error) {
        logger.error('a device could not be looked after', { device, error: error as Error });
        failures.push(error);
      }
  };
  await Promise.all(Array.from({ length: atOnce }, look));
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} devices were not looked after`);
});

/** Whom a message waits of is not silent: while the queue holds any, none is called so. */
async function nothingWaits(): Promise<boolean> {
  const { Attributes } = await queue.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return Object.values(Attributes ?? {}).every((waiting) => Number(waiting) === 0);
}
