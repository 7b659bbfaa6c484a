import { isLegEvent } from '../model/leg-event-in-words.ts';
import type { Entry } from '../shipments/ledger.ts';
import { followersRecorded } from '../shipments/followers.ts';
import { isReleased } from '../shipments/receipt/contradiction.ts';
import { legContradictionOf } from '../shipments/receipt/leg-contradiction.ts';
import { legFindings } from '../storage/leg-findings.ts';
import { type Decide, readLedger } from '../storage/ledger.ts';
import { mostLegs } from '../storage/read-legs.ts';
import type { Database } from '../storage/tables.ts';

/** Appends to a shipment's ledger what is found missing from it. */
type Append = (shipment: string, decide: Decide) => Promise<unknown>;

/**
 * Judges a released shipment again by its allowances, and those with which goods of it travelled on, however far: what
 * was used on it may be known better now. Nothing more is read where nothing was released.
 */
export async function judgeLaterLegs(
  database: Database,
  append: Append,
  entries: readonly Entry[],
): Promise<void> {
  const [first] = entries;
  if (first === undefined) return;
  await judge(database, append, entries, [first.shipment]);
  await judgeFollowers(database, append, entries);
}

/** The same without the shipment itself: what was decided on it may have changed, too. */
export async function judgeFollowers(
  database: Database,
  append: Append,
  entries: readonly Entry[],
): Promise<void> {
  const { shipment: from } = entries[0]!;
  const later = [...new Set(followersRecorded(entries).map(({ shipment }) => shipment))];
  const known = new Set([from, ...later]);
  // The list grows while it is walked.
  for (const shipment of later) {
    const ledger = (await readLedger(database, shipment)).entries;
    await judge(database, append, ledger, [from]);
    for (const next of followersRecorded(ledger))
      if (known.size < mostLegs && !known.has(next.shipment)) {
        known.add(next.shipment);
        later.push(next.shipment);
      }
  }
}

/** The same where the ledger says of what was used before; entries do not come with readings that would lead here. */
export async function judgeChangedLegs(
  database: Database,
  append: Append,
  entries: readonly Entry[],
): Promise<void> {
  if (entries.some(({ fact }) => isLegEvent(fact))) await judgeLaterLegs(database, append, entries);
}

async function judge(
  database: Database,
  append: Append,
  known: readonly Entry[],
  legs: readonly string[],
): Promise<void> {
  if (!isReleased(known)) return;
  if (legContradictionOf(known, await legFindings(database, known), legs).length === 0) return;
  await append(known[0]!.shipment, async (entries) =>
    legContradictionOf(entries, await legFindings(database, entries), legs),
  );
}
