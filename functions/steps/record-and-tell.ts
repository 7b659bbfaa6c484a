import type { Entry } from '../../domain/ledger.ts';
import { contradictionOf, isReleased } from '../../domain/receipt/contradiction.ts';
import { type Decide, record } from '../../store/ledger.ts';
import { readRecords } from '../../store/shipment-record.ts';
import type { Database } from '../../store/tables.ts';
import type { ProfileOf } from '../../store/terms.ts';
import { count, logger } from './observe.ts';
import { type Telling, tell } from './tell.ts';

const recorder = { by: 'coldwatch', now: () => Date.now() };

/** What became of what was found missing in a ledger. */
export type Recorded = {
  readonly entries: readonly Entry[];
  readonly hasPut: boolean;
  /** Nothing remains that people should hear of. */
  readonly allTold: boolean;
  /** All of it is in the archive, where this function keeps any there. */
  readonly allKept: boolean;
};

/** Records what is found missing in a shipment's ledger, and what speaks against a signed release; tells people. */
export type RecordAndTell = (shipment: string, decide: Decide) => Promise<Recorded>;

export function recordAndTellWith(database: Database, telling: Telling, profileOf: ProfileOf): RecordAndTell {
  const doubt: Decide = async (entries) => contradictionOf(entries, await readRecords(database, entries));
  return async (shipment, decide) => {
    const found = await record(database, shipment, recorder, decide);
    const doubted = isReleased(found.ledger.entries)
      ? await record(database, shipment, recorder, doubt)
      : { ledger: found.ledger, put: [] };
    const put = [...found.put, ...doubted.put];
    if (put.length > 0) count('LedgerEntries', put.length);
    for (const { sequence, fact } of put)
      logger.info('recorded', {
        shipment,
        device: 'device' in fact ? fact.device : null,
        sequence,
        fact: fact.kind,
      });
    return {
      entries: doubted.ledger.entries,
      hasPut: put.length > 0,
      allKept: database.keep === undefined || doubted.ledger.keptUpTo === doubted.ledger.entries.length,
      allTold: await tell(database, telling, profileOf, doubted.ledger, put, Date.now()),
    };
  };
}
