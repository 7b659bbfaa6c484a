import { noteProgress, readProgress } from './progress.ts';
import type { Database } from './tables.ts';

/**
 * Notes that all messages that the ingest queue received before `upTo` (epoch milliseconds) are processed. Markers may
 * overtake each other, and come again.
 */
export async function noteQueueProgress(database: Database, upTo: number): Promise<void> {
  await noteProgress(database, '#ingest-queue', upTo);
}

/** Up to when (epoch milliseconds) the ingest queue has been processed; minus infinity where nothing is known. */
export async function readQueueProgress(database: Database): Promise<number> {
  return readProgress(database, '#ingest-queue');
}
