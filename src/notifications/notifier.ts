import {
  type Group,
  type Pace,
  afterPublication,
  betweenPublicationsMs,
  groupsOf,
  isFirst,
  noPace,
  withRequested,
  withWaiting,
} from './pace.ts';
import type { RequestDelivery } from './delivery-request.ts';
import { publishGroup } from './publish-group.ts';
import type { Publish } from './publish.ts';
import type { Receiver } from './receiver.ts';
import { readLedger } from '../storage/ledger.ts';
import type { Ledger } from '../storage/ledger-markers.ts';
import type { PaceStore } from '../storage/notification-pace.ts';
import type { Database } from '../storage/tables.ts';
import { profilesFrom } from '../storage/evaluation-contexts.ts';
import { type Composed, composeEntries } from './compose-entries.ts';
import { count, logger } from '../runtime/observability.ts';
import { concurrently } from '../runtime/concurrently.ts';

/**
 * Notifies people of the entries that they were not notified of yet. Never rejects: what fails waits for the next tick.
 */
type Notifier = (asked: { shipments: readonly string[]; isTick: boolean }) => Promise<void>;

export type NotifierOptions = {
  readonly publish: Publish;
  readonly requestDelivery: RequestDelivery;
  /** For whom messages are worded, as a publication has many receivers: the zone of the stage. */
  readonly receiver: Receiver;
  readonly paceStore: PaceStore<Pace>;
  /**
   * For how long, after the first message of an audience, further ones wait to be published together; in milliseconds.
   * With 0 nothing waits and each message is published alone.
   */
  readonly foldWithinMs: number;
  readonly betweenMs?: number;
};

/** The most concurrent requests. */
const atOnce = 16;
/** Ledgers are read for this long after an invocation begins; shipments not read by then wait. */
const readForMs = 8000;
/**
 * Messages are published for this long after an invocation begins; what is left waits. The function's timeout leaves
 * time to mark the entries afterwards.
 */
const publishForMs = 18_000;
/** The most entries of an invocation, because marking each one takes time. */
const mostEntries = 2500;

/**
 * Makes the notifier, the only code that publishes. Only one runs at a time, so an entry is published twice only if the
 * function dies between publishing and marking.
 */
export function notifier(
  database: Database,
  {
    publish,
    requestDelivery,
    receiver,
    paceStore,
    foldWithinMs,
    betweenMs = betweenPublicationsMs,
  }: NotifierOptions,
): Notifier {
  const profileOf = profilesFrom(database);
  const worded = (ledger: Ledger) => composeEntries(ledger, profileOf, receiver);

  return async function notify({ shipments, isTick }) {
    const beganAt = Date.now();
    const before = await readPace(paceStore);
    // Counted even when it stays zero: an invocation without metrics logs a warning.
    count('Notifications', 0);
    const isDue = isTick || (before.waitingSince !== null && beganAt - before.waitingSince >= foldWithinMs);
    const asked = new Set(isDue ? [...before.waiting, ...shipments] : shipments);
    const { composed, unread } = await composeEach(database, worded, asked, beganAt + readForMs);
    const notPublished: string[] = [];
    const requested = new Set(before.requested);
    let pace = before;
    for (const group of foldWithinMs === 0 ? eachAlone(composed) : groupsOf(composed)) {
      const mayPublish =
        Date.now() - beganAt < publishForMs && (isDue || isFirst(pace, group, Date.now(), foldWithinMs));
      if (mayPublish) {
        const { publishedAt } = pace;
        const pause = async (): Promise<void> => {
          // The clock of the instance that published last may be ahead of ours.
          await sleep(Math.min(betweenMs, publishedAt + betweenMs - Date.now()));
        };
        const isPublished = await publishGroup(
          database,
          { publish, requestDelivery, requested, pause },
          group,
        );
        pace = afterPublication(pace, group, Date.now(), foldWithinMs);
        if (isPublished) continue;
      }
      notPublished.push(...group.each.map(({ entries }) => entries[0]!.shipment));
    }
    const waiting = [
      ...before.waiting.filter((shipment) => !asked.has(shipment) || unread.has(shipment)),
      ...unread,
      ...notPublished,
    ];
    pace = withRequested(isDue ? { ...pace, waitingSince: null } : pace, requested);
    pace = withWaiting(pace, waiting, beganAt);
    if (JSON.stringify(pace) !== JSON.stringify(before)) await writePace(paceStore, pace);
  };
}

/**
 * Words the new entries of each shipment, oldest first; `unread` has the shipments that could not be read by `until`.
 */
async function composeEach(
  database: Database,
  worded: (ledger: Ledger) => Promise<readonly Composed[]>,
  shipments: ReadonlySet<string>,
  until: number,
): Promise<{ readonly composed: readonly Composed[]; readonly unread: ReadonlySet<string> }> {
  const composed: Composed[] = [];
  const unread = new Set(shipments);
  let entries = 0;
  await concurrently(shipments, atOnce, async (shipment) => {
    if (entries >= mostEntries || Date.now() >= until) return;
    try {
      const own = await worded(await readLedger(database, shipment));
      entries += own.reduce((sum, each) => sum + each.entries.length, 0);
      composed.push(...own);
      unread.delete(shipment);
    } catch (error) {
      count('FailedNotifications');
      logger.error('what is new of a shipment could not be read', { shipment, error: error as Error });
    }
  });
  // Ledgers are read concurrently; messages go out in the order in which their entries were recorded.
  composed.sort((a, b) => a.entries[0]!.recordedAt - b.entries[0]!.recordedAt);
  return { composed, unread };
}

/**
 * Without a pace everything is published immediately, and `monitor-shipments` asks again for the shipments that
 * waited, so no notification is lost.
 */
async function readPace(paceStore: PaceStore<Pace>): Promise<Pace> {
  try {
    // A pace that an earlier version has written lacks what came later.
    return { ...noPace, ...(await paceStore.read()) };
  } catch (error) {
    logger.error('the pace of notifications could not be read', { error: error as Error });
    return noPace;
  }
}

async function writePace(paceStore: PaceStore<Pace>, pace: Pace): Promise<void> {
  try {
    await paceStore.write(pace);
  } catch (error) {
    logger.error('the pace of notifications could not be written', { error: error as Error });
  }
}

/** Each message as a group of its own, for when nothing is merged. */
function eachAlone(composed: readonly Composed[]): Group<Composed>[] {
  return composed.map((each) => ({
    audience: each.message.audience,
    severity: each.message.notification.severity,
    each: [each],
  }));
}

async function sleep(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
