import type { AcknowledgementDeadlines } from '../shipments/alarm-lifecycle.ts';
import type { ShipmentSummary } from '../shipments/summary.ts';
import { readDeviceItem, readDeviceItems } from '../storage/append.ts';
import type { Database } from '../storage/tables.ts';
import { hourlyReview } from './hourly-review.ts';
import { escalateAlarms } from './escalate-alarms.ts';
import { pollingSchedule, monitoredFrom } from './polling-schedule.ts';
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
export type Round = {
  /** Nothing is started after this time (epoch milliseconds). */
  readonly endsAt: number;
  /** Sends a marker through the ingest queue. */
  readonly sendMarker: () => Promise<void>;
  /** The time up to which the ingest queue is known to be processed (epoch milliseconds). */
  readonly queueProgress: () => Promise<number>;
};

/**
 * Makes a function that monitors the shipments of one part. Each call is one run; what a run leaves for lack of time
 * comes first in the next.
 * @throws {AggregateError} when devices or shipments failed, once all others have been processed.
 */
export function partMonitor(
  { database, requestNotification, deadlines, deviceEvaluator }: MonitoringParts,
  part: number,
): (round: Round) => Promise<void> {
  const monitored = monitoredFrom(database, part);
  const schedule = pollingSchedule();
  const hourly = hourlyReview(database, part);

  return async (round) => {
    const { endsAt, sendMarker } = round;
    const shipments = await monitored(Date.now());
    countMonitored(shipments);
    const devices = await evaluateDevices(shipments, round);
    const failures = [...devices.failures];
    if (devices.isAnyOverdue) await sendMarker().catch((error: unknown) => failures.push(error));
    const alarmed = await monitorShipments(shipments, endsAt);
    failures.push(...alarmed.failures);
    count('PostponedEvaluations', devices.postponed + alarmed.postponed);
    if (failures.length > 0)
      throw new AggregateError(
        failures,
        `${failures.length} devices or shipments of part ${part} were not looked after`,
      );
  };

  async function evaluateDevices(
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
      const deviceItems = await readDeviceItems(
        database,
        some.filter((device) => !fresh.has(device)),
      );
      const outcome = await runUntilDeadline(
        some,
        endsAt,
        async (device) => {
          const read = deviceItems.get(device);
          let until = read === undefined ? 0 : await deviceEvaluator.nextTimerAt(read, Date.now());
          if (until <= Date.now()) {
            const evaluated = await deviceEvaluator.evaluate(await readDeviceItem(database, device), {
              asOf: Date.now(),
              processedUpTo,
            });
            until = await deviceEvaluator.nextTimerAt(evaluated, Date.now());
            if (await deviceEvaluator.isOverdue(evaluated, Date.now())) isAnyOverdue = true;
          }
          schedule.notDueUntil(device, until);
        },
        (device, error) => {
          // Due again in the next run, after the devices that are still waiting.
          schedule.notDueUntil(device, Date.now());
          logger.error('a device could not be looked after', { device, error: error as Error });
        },
      );
      failures.push(...outcome.failures);
      postponed += outcome.postponed;
    }
    return { failures, postponed: postponed + Math.max(0, due.length - done), isAnyOverdue };
  }

  async function monitorShipments(
    shipments: readonly ShipmentSummary[],
    endsAt: number,
  ): Promise<RunOutcome> {
    const dueThisHour = new Set(await hourly.due(shipments, Date.now()));
    const due = shipments.filter(
      (shipment) =>
        shipment.standingAlarms.length > 0 ||
        // Listed only because an entry is not archived yet, or people were not notified of it.
        (!shipment.isWatched && schedule.isUnfinished(shipment)) ||
        schedule.isPending(shipment) ||
        (Date.now() - shipment.changedAt < recentlyMs && schedule.isUnfinished(shipment)) ||
        dueThisHour.has(shipment),
    );
    let unnotified = 0;
    const outcome = await runUntilDeadline(
      schedule.inTurn(due),
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
        hourly.reviewed(shipment);
      },
      (shipment, error) => {
        // Retried in every run until it succeeds.
        schedule.reviewed(shipment, false, Date.now());
        hourly.reviewed(shipment);
        logger.error('a shipment could not be looked after', {
          shipment: shipment.shipment,
          error: error as Error,
        });
      },
    );
    await hourly.finish();
    count('UnnotifiedEntries', unnotified);
    return outcome;
  }
}

function countMonitored(shipments: readonly ShipmentSummary[]): void {
  count('MonitoredDevices', shipments.flatMap(({ devices }) => devices).length);
  count('SilentDevices', shipments.flatMap(({ silentDevices }) => silentDevices).length);
  count('OpenAlarms', shipments.flatMap(({ standingAlarms }) => standingAlarms).length);
}
