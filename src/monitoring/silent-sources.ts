import type { SourceSummary } from '../model/source.ts';
import type { RequestSourceNotification } from '../notifications/request-notification.ts';
import { count } from '../runtime/observability.ts';
import { listSources } from '../storage/list-sources.ts';
import { lastHeardAt, recordHeardAgain, recordSilence } from '../storage/source-silence.ts';
import type { Database } from '../storage/tables.ts';

/** One run: times are epoch milliseconds. */
type Round = {
  readonly sendMarker: () => Promise<void>;
  /** The time up to which the ingest queue is known to be processed. */
  readonly queueProgress: () => Promise<number>;
};

/**
 * Makes what monitors the silence of sources; each call is one run. It lists all sources by one query of a small index,
 * and reads when a source was last heard only where that may be too long ago, so its cost does not grow with messages.
 * A source that was never heard counts from its creation. People are asked to be notified until they were, once for
 * each silence and once when it ends.
 */
export function silentSourceMonitor(
  database: Database,
  requestNotification: RequestSourceNotification,
): (round: Round) => Promise<void> {
  /** Until when each source need not be read again. */
  const notDueUntil = new Map<string, number>();
  return async (round) => {
    const sources = await listSources(database);
    let silent = 0;
    for (const source of sources) {
      const since = await silenceOf(database, source, notDueUntil, round);
      if (since !== null) silent++;
      if (since !== source.notifiedSilence)
        await requestNotification({ source: source.name, silentSince: since });
    }
    count('SilentSources', silent);
  };
}

/** Since when a source is silent, which it also records; null while it is not. */
async function silenceOf(
  database: Database,
  { name, transport, createdAt, silentAfterMs, silentSince }: SourceSummary,
  notDueUntil: Map<string, number>,
  { sendMarker, queueProgress }: Round,
): Promise<number | null> {
  const now = Date.now();
  if (silentSince === null && now <= (notDueUntil.get(name) ?? -Infinity)) return null;
  // Read before the time of the last message, so that what was processed by then is in it.
  const processedUpTo = transport === 'mqtt' ? await queueProgress() : now;
  const heardAt = (await lastHeardAt(database, name)) ?? createdAt;
  const dueAt = heardAt + silentAfterMs;
  notDueUntil.set(name, dueAt);
  if (now <= dueAt) {
    if (silentSince !== null) await recordHeardAgain(database, name, silentSince);
    return null;
  }
  if (silentSince !== null) return silentSince;
  // A message of a gateway may still wait in the queue.
  if (processedUpTo <= dueAt) {
    await sendMarker();
    return null;
  }
  await recordSilence(database, name, heardAt);
  return heardAt;
}
