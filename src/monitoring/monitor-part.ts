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

/** So many devices are read together: what was read is looked at before it is old. */
const readTogether = 500;
/**
 * What changed within a day may have left someone untold, or a device unjudged that was detached: an instance looks once
 * at each, also where none has run for hours.
 */
const recentlyMs = 24 * 60 * 60_000;

/** What all parts of an instance use. */
export type MonitoringParts = {
  readonly database: Database;
  readonly requestNotification: RequestNotification;
  readonly deadlines: AcknowledgementDeadlines;
  readonly deviceEvaluator: DeviceEvaluator;
};

/** One round of a part. */
export type Round = {
  /** Nothing is begun after it; epoch milliseconds. */
  readonly endsAt: number;
  /** Sends a marker through the ingest queue. */
  readonly sendMarker: () => Promise<void>;
  /** Up to when the ingest queue is processed; epoch milliseconds. */
  readonly queueProgress: () => Promise<number>;
};

/**
 * Looks after the shipments of one part, once each time that it is called. What a round leaves for lack of time comes
 * first in the next. Rejects if devices or shipments could not be looked after, once all others were.
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
    // Before the devices are: what is processed by then is in what is read of them.
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
          // Due again in the next round, and behind those that wait for their turn.
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
        // Listed only because an entry is not in the archive yet, or people were not notified of it.
        (!shipment.isWatched && schedule.isUnfinished(shipment)) ||
        schedule.isPending(shipment) ||
        (Date.now() - shipment.changedAt < recentlyMs && schedule.isUnfinished(shipment)) ||
        dueThisHour.has(shipment),
    );
    let untold = 0;
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
        untold += overdue;
        schedule.reviewed(shipment, isDone, Date.now());
        hourly.reviewed(shipment);
      },
      (shipment, error) => {
        // Looked at again in the next round, and in each until it succeeds.
        schedule.reviewed(shipment, false, Date.now());
        hourly.reviewed(shipment);
        logger.error('a shipment could not be looked after', {
          shipment: shipment.shipment,
          error: error as Error,
        });
      },
    );
    await hourly.finish();
    count('UntoldEntries', untold);
    return outcome;
  }
}

function countMonitored(shipments: readonly ShipmentSummary[]): void {
  count('WatchedDevices', shipments.flatMap(({ devices }) => devices).length);
  count('SilentDevices', shipments.flatMap(({ silentDevices }) => silentDevices).length);
  count('OpenAlarms', shipments.flatMap(({ standingAlarms }) => standingAlarms).length);
}
