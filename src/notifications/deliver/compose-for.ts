import type { Entry } from '../../shipments/ledger.ts';
import { profilesFrom } from '../../storage/evaluation-contexts.ts';
import type { Ledger } from '../../storage/ledger-markers.ts';
import { readLedger } from '../../storage/ledger.ts';
import type { Database } from '../../storage/tables.ts';
import { composeEntries } from '../compose-entries.ts';
import type { Message } from '../compose.ts';
import type { EntryReference } from '../delivery-request.ts';
import type { Receiver } from '../receiver.ts';

/** The messages about some entries, in the words for one receiver, in the order of the last entry of each. */
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
      .sort((one, other) => inOrder(one.entries.at(-1)!, other.entries.at(-1)!))
      .map(({ message }) => message);
  };
}

/**
 * Excursions of one alarm make one message. It comes after an all-clear that was recorded between them, which must not
 * seem to be that of an alarm that goes on.
 */
function inOrder(one: Entry, other: Entry): number {
  return one.recordedAt - other.recordedAt || one.sequence - other.sequence;
}

/** The same ledger, of which people are to be told of these entries alone. */
function only(ledger: Ledger, chosen: ReadonlySet<number>): Ledger {
  const others = ledger.entries.map(({ sequence }) => sequence).filter((sequence) => !chosen.has(sequence));
  return { ...ledger, notified: new Set(others) };
}
