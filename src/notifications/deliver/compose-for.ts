import { profilesFrom } from '../../storage/evaluation-contexts.ts';
import type { Ledger } from '../../storage/ledger-markers.ts';
import { readLedger } from '../../storage/ledger.ts';
import type { Database } from '../../storage/tables.ts';
import { composeEntries } from '../compose-entries.ts';
import type { Message } from '../compose.ts';
import type { EntryReference } from '../delivery-request.ts';
import type { Receiver } from '../receiver.ts';

/** The messages about some entries, in the words for one receiver, in the order of the entries. */
export type ComposeFor = (
  entries: readonly EntryReference[],
  receiver: Receiver,
) => Promise<readonly Message[]>;

/** Makes a function that reads ledgers again and words some of their entries. */
export function composerFrom(database: Database): ComposeFor {
  const profileOf = profilesFrom(database);
  return async (references, receiver) => {
    const composed = [];
    for (const [shipment, own] of Map.groupBy(references, (each) => each.shipment)) {
      const chosen = new Set(own.map(({ sequence }) => sequence));
      const ledger = await readLedger(database, shipment);
      composed.push(...(await composeEntries(only(ledger, chosen), profileOf, receiver)));
    }
    return composed
      .sort((one, other) => one.entries[0]!.recordedAt - other.entries[0]!.recordedAt)
      .map(({ message }) => message);
  };
}

/** The same ledger, of which people are to be told of these entries alone. */
function only(ledger: Ledger, chosen: ReadonlySet<number>): Ledger {
  const others = ledger.entries.map(({ sequence }) => sequence).filter((sequence) => !chosen.has(sequence));
  return { ...ledger, notified: new Set(others) };
}
