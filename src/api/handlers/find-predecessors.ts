import { logger } from '../../runtime/observability.ts';
import { recordPredecessors } from '../../storage/record-predecessors.ts';
import type { Database } from '../../storage/tables.ts';

/** Records where the units of a shipment came from. The action that led here is done; monitoring retries what fails. */
export async function findPredecessors(database: Database, shipment: string): Promise<void> {
  await recordPredecessors(database, shipment).catch((error: unknown) =>
    logger.warn('earlier shipments could not be searched for', { shipment, error: error as Error }),
  );
}
