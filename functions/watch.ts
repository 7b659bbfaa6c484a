import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { markerBody } from '../contract/queue-marker.ts';
import type { ShipmentSummary } from '../domain/summary.ts';
import { readHead, readHeads } from '../store/append.ts';
import { readQueueProgress } from '../store/queue-progress.ts';
import { recordsOfEnvironment } from './steps/database.ts';
import { required } from './steps/environment.ts';
import { lookingRounds, watchedFrom } from './steps/looking-rounds.ts';
import { lookAfterAlarms } from './steps/look-after-alarms.ts';
import { count, logger } from './steps/observe.ts';
import { patienceOfEnvironment } from './steps/patience.ts';
import { requestNotificationFromEnv } from './steps/request-notification.ts';
import { scheduled } from './steps/scheduled.ts';
import { settler } from './steps/settle.ts';

const database = recordsOfEnvironment();
const requestNotification = requestNotificationFromEnv();
const patience = patienceOfEnvironment();
const { settle, settleDetached, quietUntil, isOverdue } = settler(database, requestNotification);
const watched = watchedFrom(database);
const rounds = lookingRounds();
const queue = new SQSClient({});
const queueUrl = required('INGEST_QUEUE_URL');
const markerDelaySeconds = Number(required('MARKER_DELAY_SECONDS'));
const atOnce = 16;
/**
 * What changed within a day may have left someone untold, or a device unjudged that was detached: an instance looks once
 * at each, also where none has run for hours.
 */
const recentlyMs = 24 * 60 * 60_000;

/**
 * Looks after what no message looks after: devices that are silent, runs that grow while nothing comes, entries that
 * people were not notified of, alarms that nobody acknowledges.
 */
export const handler = scheduled(async () => {
  const shipments = await watched(Date.now());
  const devices = shipments.flatMap((shipment) => shipment.devices);
  count('WatchedDevices', devices.length);
  count('SilentDevices', shipments.flatMap(({ silentDevices }) => silentDevices).length);
  count('OpenAlarms', shipments.flatMap(({ standingAlarms }) => standingAlarms).length);
  const { due, fresh } = rounds.due(shipments, Date.now());
  // Before the devices are: what is processed by then is in what is read of them.
  const processedUpTo = due.length === 0 ? -Infinity : await readQueueProgress(database);
  const heads = await readHeads(
    database,
    due.filter((device) => !fresh.has(device)),
  );
  let isAnyOverdue = false;
  const failures = await lookAtEach(due, 'device', async (device) => {
    const read = heads.get(device);
    let until = read === undefined ? 0 : await quietUntil(read, Date.now());
    if (until <= Date.now()) {
      const settled = await settle(await readHead(database, device), { asOf: Date.now(), processedUpTo });
      until = await quietUntil(settled, Date.now());
      if (await isOverdue(settled, Date.now())) isAnyOverdue = true;
    }
    rounds.quiet(device, until);
  });
  if (isAnyOverdue) await sendMarker().catch((error: unknown) => failures.push(error));
  let untold = 0;
  const alarmed = shipments.filter(
    (shipment) =>
      shipment.standingAlarms.length > 0 ||
      // Listed only because its last entry is not in the archive yet.
      (!shipment.isWatched && rounds.isUnfinished(shipment)) ||
      rounds.isPending(shipment) ||
      (Date.now() - shipment.changedAt < recentlyMs && rounds.isUnfinished(shipment)) ||
      (shipment.decision !== null && isFullHour()),
  );
  failures.push(
    ...(await lookAtEach(alarmed, 'shipment', async (shipment) => {
      const looked = await lookAfterAlarms(
        database,
        requestNotification,
        patience,
        settleDetached,
        shipment.shipment,
      );
      untold += looked.overdue;
      rounds.looked(shipment, looked.isDone);
    })),
  );
  count('UntoldEntries', untold);
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} devices or shipments were not looked after`);
});

/** Of a release whose sensor goes on reading, what came late is looked for once an hour. */
function isFullHour(): boolean {
  return new Date().getUTCMinutes() === 0;
}

/** Does the same for each, several at once; who fails is logged, and stops nobody. */
async function lookAtEach<Each extends string | ShipmentSummary>(
  all: readonly Each[],
  what: 'device' | 'shipment',
  look: (each: Each) => Promise<void>,
): Promise<unknown[]> {
  const failures: unknown[] = [];
  const next = all.values();
  const lookAtNext = async (): Promise<void> => {
    for (const each of next)
      try {
        await look(each);
      } catch (error) {
        const name = typeof each === 'string' ? each : each.shipment;
        logger.error(`a ${what} could not be looked after`, { [what]: name, error: error as Error });
        failures.push(error);
      }
  };
  await Promise.all(Array.from({ length: atOnce }, lookAtNext));
  return failures;
}

/**
 * Sends a marker through the ingest queue: once it is processed, so is what was received before the deadlines that have
 * passed by now.
 */
async function sendMarker(): Promise<void> {
  const marker = { MessageBody: markerBody(Date.now()), DelaySeconds: markerDelaySeconds };
  await queue.send(new SendMessageCommand({ QueueUrl: queueUrl, ...marker }));
}
