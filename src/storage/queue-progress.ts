import { noteProgress, readProgress } from './progress.ts';
import type { Database } from './tables.ts';

/**
 * Records that all messages that the ingest queue received before `upTo` (epoch milliseconds) are processed. Markers
 * may arrive out of order or repeatedly.
 */
export async function noteQueueProgress(database: Database, upTo: number): Promise<void> {
  await noteProgress(database, '#ingest-queue', upTo);
}

/** The time (epoch milliseconds) up to which the ingest queue is processed; minus infinity where that is unknown. */
export async function readQueueProgress(database: Database): Promise<number> {
  return readProgress(database, '#ingest-queue');
}
