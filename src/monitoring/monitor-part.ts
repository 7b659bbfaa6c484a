import type { Patience } from '../shipments/alarm-lifecycle.ts';
import type { ShipmentSummary } from '../shipments/summary.ts';
import { readHead, readHeads } from '../storage/append.ts';
import type { Database } from '../storage/tables.ts';
import { hourlyLook } from './hourly-review.ts';
import { lookAfterAlarms } from './escalate-alarms.ts';
import { lookingRounds, watchedFrom } from './polling-schedule.ts';
import { count, logger } from '../runtime/observability.ts';
import type { RequestNotification } from '../notifications/request-notification.ts';
import { type RunOutcome, runUntilDeadline } from '../runtime/run-until-deadline.ts';
import type { Settler } from './evaluate-device.ts';

/** So many devices are read together: what was read is looked at before it is old. */
const readTogether = 500;
/**
 * What changed within a day may have left someone untold, or a device unjudged that was detached: an instance looks once
 * at each, also where none has run for hours.
 */
const recentlyMs = 24 * 60 * 60_000;

/** What all parts of an instance use. */
export type Watching = {
  readonly database: Database;
  readonly requestNotification: RequestNotification;
  readonly patience: Patience;
  readonly settler: Settler;
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
export function partWatcher(
  { database, requestNotification, patience, settler }: Watching,
  part: number,
): (round: Round) => Promise<void> {
  const watched = watchedFrom(database, part);
  const rounds = lookingRounds();
  const hourly = hourlyLook(database, part);

  return async (round) => {
    const { endsAt, sendMarker } = round;
    const shipments = await watched(Date.now());
    countWatched(shipments);
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
    const { due, fresh } = rounds.due(shipments, Date.now());
    // Before the devices are: what is processed by then is in what is read of them.
    const processedUpTo = due.length === 0 ? -Infinity : await queueProgress();
    const failures: unknown[] = [];
    let done = 0;
    let postponed = 0;
    let isAnyOverdue = false;
    for (; done < due.length && Date.now() < endsAt; done += readTogether) {
      const some = due.slice(done, done + readTogether);
      const heads = await readHeads(
        database,
        some.filter((device) => !fresh.has(device)),
      );
      const outcome = await runUntilDeadline(
        some,
        endsAt,
        async (device) => {
          const read = heads.get(device);
          let until = read === undefined ? 0 : await settler.quietUntil(read, Date.now());
          if (until <= Date.now()) {
            const settled = await settler.settle(await readHead(database, device), {
              asOf: Date.now(),
              processedUpTo,
            });
            until = await settler.quietUntil(settled, Date.now());
            if (await settler.isOverdue(settled, Date.now())) isAnyOverdue = true;
          }
          rounds.quiet(device, until);
        },
        (device, error) => {
          // Due again in the next round, and behind those that wait for their turn.
          rounds.quiet(device, Date.now());
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
        (!shipment.isWatched && rounds.isUnfinished(shipment)) ||
        rounds.isPending(shipment) ||
        (Date.now() - shipment.changedAt < recentlyMs && rounds.isUnfinished(shipment)) ||
        dueThisHour.has(shipment),
    );
    let untold = 0;
    const outcome = await runUntilDeadline(
      rounds.inTurn(due),
      endsAt,
      async (shipment) => {
        const { overdue, isDone } = await lookAfterAlarms(
          database,
          requestNotification,
          patience,
          settler.settleDetached,
          shipment.shipment,
        );
        untold += overdue;
        rounds.looked(shipment, isDone, Date.now());
        hourly.looked(shipment);
      },
      (shipment, error) => {
        // Looked at again in the next round, and in each until it succeeds.
        rounds.looked(shipment, false, Date.now());
        hourly.looked(shipment);
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

function countWatched(shipments: readonly ShipmentSummary[]): void {
  count('WatchedDevices', shipments.flatMap(({ devices }) => devices).length);
  count('SilentDevices', shipments.flatMap(({ silentDevices }) => silentDevices).length);
  count('OpenAlarms', shipments.flatMap(({ standingAlarms }) => standingAlarms).length);
}
