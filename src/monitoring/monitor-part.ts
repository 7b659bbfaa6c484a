import type { AcknowledgementDeadlines } from '../shipments/alarm-lifecycle.ts';
import type { ShipmentSummary } from '../shipments/summary.ts';
import { readDeviceItem, readDeviceItems } from '../storage/append.ts';
import type { DeviceItem } from '../storage/device-item.ts';
import type { Database } from '../storage/tables.ts';
import { hourlyReview } from './hourly-review.ts';
import { escalateAlarms } from './escalate-alarms.ts';
import { type PollingSchedule, monitoredFrom, pollingSchedule } from './polling-schedule.ts';
import { count, logger } from '../runtime/observability.ts';
import type { RequestNotification } from '../notifications/request-notification.ts';
import { type RunOutcome, runUntilDeadline } from '../runtime/run-until-deadline.ts';
import type { DeviceEvaluator } from './evaluate-device.ts';

/** The most devices read at once, so that each is evaluated before what was read of it is outdated. */
const readTogether = 500;
/**
 * A shipment that changed within this time may have missing notifications or a detached device that was not evaluated.
 * Each instance processes it once, which also covers hours in which no instance ran.
 */
const recentlyMs = 24 * 60 * 60_000;

/** The dependencies that all parts of an instance share. */
export type MonitoringParts = {
  readonly database: Database;
  readonly requestNotification: RequestNotification;
  readonly deadlines: AcknowledgementDeadlines;
  readonly deviceEvaluator: DeviceEvaluator;
};

/** The input of one run of a part. */
type Round = {
  /** Nothing is started after this time (epoch milliseconds). */
  readonly endsAt: number;
  /** Sends a marker through the ingest queue. */
  readonly sendMarker: () => Promise<void>;
  /** The time up to which the ingest queue is known to be processed (epoch milliseconds). */
  readonly queueProgress: () => Promise<number>;
};

/** The outcome of a run: entries of which people should have been notified five minutes ago, and were not. */
type PartRun = { readonly unnotified: number };

/**
 * Makes a function that monitors the shipments of one part. Each call is one run; what a run leaves for lack of time
 * comes first in the next.
 * @throws {AggregateError} when devices or shipments failed, once all others have been processed.
 */
export function partMonitor(parts: MonitoringParts, part: number): (round: Round) => Promise<PartRun> {
  const monitored = monitoredFrom(parts.database, part);
  const schedule = pollingSchedule();
  const hourly = hourlyReview(parts.database, part);

  return async (round) => {
    const shipments = await monitored(Date.now());
    countMonitored(shipments);
    const devices = await evaluateDevices(parts, schedule, shipments, round);
    const failures = [...devices.failures];
    if (devices.isAnyOverdue) await round.sendMarker().catch((error: unknown) => failures.push(error));
    const dueThisHour = new Set(await hourly.due(shipments, Date.now()));
    const reviewed = await reviewShipments(
      parts,
      schedule,
      shipments.filter((each) => dueThisHour.has(each) || isDue(each, schedule)),
      round.endsAt,
      (shipment) => hourly.reviewed(shipment),
    );
    await hourly.finish();
    failures.push(...reviewed.failures);
    count('PostponedEvaluations', devices.postponed + reviewed.postponed);
    if (failures.length > 0)
      throw new AggregateError(
        failures,
        `${failures.length} devices or shipments of part ${part} could not be evaluated`,
      );
    return { unnotified: reviewed.unnotified };
  };
}

/** Evaluates the devices that are due, some at a time. */
async function evaluateDevices(
  { database, deviceEvaluator }: MonitoringParts,
  schedule: PollingSchedule,
  shipments: readonly ShipmentSummary[],
  { endsAt, queueProgress }: Round,
): Promise<RunOutcome & { readonly isAnyOverdue: boolean }> {
  const { due, fresh } = schedule.due(shipments, Date.now());
  // Read before the devices, so that everything processed by then is in the device items.
  const processedUpTo = due.length === 0 ? -Infinity : await queueProgress();
  const failures: unknown[] = [];
  let done = 0;
  let postponed = 0;
  let isAnyOverdue = false;
  for (; done < due.length && Date.now() < endsAt; done += readTogether) {
    const some = due.slice(done, done + readTogether);
    const known = await readDeviceItems(
      database,
      some.filter((device) => !fresh.has(device)),
    );
    const outcome = await runUntilDeadline(
      some,
      endsAt,
      async (device) => {
        const evaluated = await evaluateIfDue(deviceEvaluator, known.get(device), processedUpTo, () =>
          readDeviceItem(database, device),
        );
        isAnyOverdue ||= evaluated.isOverdue;
        schedule.notDueUntil(device, evaluated.notDueUntil);
      },
      (device, error) => {
        // Due again in the next run, after the devices that are still waiting.
        schedule.notDueUntil(device, Date.now());
        logger.error('a device could not be evaluated', { device, error: error as Error });
      },
    );
    failures.push(...outcome.failures);
    postponed += outcome.postponed;
  }
  return { failures, postponed: postponed + Math.max(0, due.length - done), isAnyOverdue };
}

/** Reads and evaluates a device, unless its `known` item says that nothing is due yet. */
async function evaluateIfDue(
  { evaluate, isOverdue, nextTimerAt }: DeviceEvaluator,
  known: DeviceItem | undefined,
  processedUpTo: number,
  read: () => Promise<DeviceItem>,
): Promise<{ readonly notDueUntil: number; readonly isOverdue: boolean }> {
  const notDueUntil = known === undefined ? 0 : await nextTimerAt(known, Date.now());
  if (notDueUntil > Date.now()) return { notDueUntil, isOverdue: false };
  const evaluated = await evaluate(await read(), { asOf: Date.now(), processedUpTo });
  return {
    notDueUntil: await nextTimerAt(evaluated, Date.now()),
    isOverdue: await isOverdue(evaluated, Date.now()),
  };
}

/** Whether alarms, missing notifications or detached devices of a shipment may need something done. */
function isDue(shipment: ShipmentSummary, schedule: PollingSchedule): boolean {
  return (
    shipment.standingAlarms.length > 0 ||
    // Listed only because an entry is not archived yet, or people were not notified of it.
    (!shipment.isWatched && schedule.isUnfinished(shipment)) ||
    schedule.isPending(shipment) ||
    (Date.now() - shipment.changedAt < recentlyMs && schedule.isUnfinished(shipment))
  );
}

/** Escalates the alarms of shipments and completes what a run before has left, those that waited longest first. */
async function reviewShipments(
  { database, requestNotification, deadlines, deviceEvaluator }: MonitoringParts,
  schedule: PollingSchedule,
  shipments: readonly ShipmentSummary[],
  endsAt: number,
  onReviewed: (shipment: ShipmentSummary) => void,
): Promise<RunOutcome & PartRun> {
  let unnotified = 0;
  const outcome = await runUntilDeadline(
    schedule.inTurn(shipments),
    endsAt,
    async (shipment) => {
      const { overdue, isDone } = await escalateAlarms(
        database,
        requestNotification,
        deadlines,
        deviceEvaluator.evaluateDetached,
        shipment.shipment,
      );
      unnotified += overdue;
      schedule.reviewed(shipment, isDone, Date.now());
      onReviewed(shipment);
    },
    (shipment, error) => {
      // Retried in every run until it succeeds.
      schedule.reviewed(shipment, false, Date.now());
      onReviewed(shipment);
      logger.error('a shipment could not be reviewed', {
        shipment: shipment.shipment,
        error: error as Error,
      });
    },
  );
  count('UnnotifiedEntries', unnotified);
  return { ...outcome, unnotified };
}

function countMonitored(shipments: readonly ShipmentSummary[]): void {
  count('MonitoredDevices', shipments.flatMap(({ devices }) => devices).length);
  count('SilentDevices', shipments.flatMap(({ silentDevices }) => silentDevices).length);
  count('OpenAlarms', shipments.flatMap(({ standingAlarms }) => standingAlarms).length);
}
