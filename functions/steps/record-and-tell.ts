import type { Entry } from '../../domain/ledger.ts';
import { type Decide, record } from '../../store/ledger.ts';
import type { Database } from '../../store/tables.ts';
import type { ProfileOf } from '../../store/terms.ts';
import { count } from './observe.ts';
import { type Telling, tell } from './tell.ts';

const recorder = { by: 'coldwatch', now: () => Date.now() };

/** What became of what was found missing in a ledger. */
export type Recorded = {
  readonly entries: readonly Entry[];
  readonly hasPut: boolean;
  /** Nothing remains that people should hear of. */
  readonly allTold: boolean;
};

/** Records what is found missing in a shipment's ledger, and tells people. */
export type RecordAndTell = (shipment: string, decide: Decide) => Promise<Recorded>;

export function recordAndTellWith(database: Database, telling: Telling, profileOf: ProfileOf): RecordAndTell {
  return async (shipment, decide) => {
    const { ledger, put } = await record(database, shipment, recorder, decide);
    if (put.length > 0) count('LedgerEntries', put.length);
    return {
      entries: ledger.entries,
      hasPut: put.length > 0,
      allTold: await tell(database, telling, profileOf, ledger, put, Date.now()),
    };
  };
}
