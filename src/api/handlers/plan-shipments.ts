import { concurrently } from '../../runtime/concurrently.ts';
import { type Entry, shipmentOf } from '../../shipments/ledger.ts';
import { type Person, mayAt } from '../../shipments/permissions.ts';
import { type Actor, isExecuted, nameOf, sameEvent } from '../../storage/execute-action.ts';
import { readFirstEntry, record } from '../../storage/ledger.ts';
import { type FirstEntry, TooLargeTogether, recordFirstEntries } from '../../storage/record-first-entries.ts';
import { creationOf, existsWithAnotherPlan } from '../../storage/shipment-actions.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import { type PlanOfList, type PlanProblem, checkPlans } from './check-plans.ts';
import { notAvailable } from './planning-refusals.ts';
import { toShipmentCreated } from './to-shipment-created.ts';

/** How many ledgers are read or completed at a time. */
const atOnce = 10;

/** Makes the handler that plans many shipments at once: all of them, or none. */
export function planningTogether(database: Database) {
  return {
    async planShipments({ person, body, actor }: ApiRequest<'planShipments'>) {
      const { check, shipments } = body;
      const own = actor();
      const { plans, problems } = await checkPlans(database, person, shipments);
      const entries = plans.map(({ plan: { shipment, ...plan } }) => ({
        shipment,
        next: creationOf(toShipmentCreated(plan), own),
      }));
      for (;;) {
        const firsts = await firstEntriesOf(database, plans);
        const isOwn = ({ plan: { shipment } }: PlanOfList): boolean =>
          firsts.has(shipment) && isExecuted([firsts.get(shipment)!], own);
        if (!check && problems.length === 0 && plans.every(isOwn)) break;
        const found = [...problems, ...takenNumbers(person, plans, entries, firsts)];
        if (check) return { planned: [], problems: inOrder(found) };
        refuse(shipments.length, found);
        const { taken } = await recordAll(database, own, entries);
        if (taken.length === 0) break;
        // Another request has just taken a number, or this one was sent twice: the ledgers show which.
      }
      await complete(database, own, entries);
      return { planned: plans.map(({ plan: { shipment } }) => ({ shipment, sequence: 1 })), problems: [] };
    },
  };
}

/** The first entries of the ledgers that the shipments have already, by shipment. */
async function firstEntriesOf(
  database: Database,
  plans: readonly PlanOfList[],
): Promise<ReadonlyMap<string, Entry>> {
  const firsts = new Map<string, Entry>();
  await concurrently(new Set(plans.map(({ plan }) => plan.shipment)), atOnce, async (shipment) => {
    const first = await readFirstEntry(database, shipment);
    if (first !== null) firsts.set(shipment, first);
  });
  return firsts;
}

/** The shipments whose number is taken. A person learns nothing of one at another site, except that it is taken. */
function takenNumbers(
  person: Person,
  plans: readonly PlanOfList[],
  entries: readonly FirstEntry[],
  firsts: ReadonlyMap<string, Entry>,
): PlanProblem[] {
  return plans.flatMap(({ item, plan: { shipment } }, index) => {
    const first = firsts.get(shipment);
    if (first === undefined) return [];
    const message = !mayAt(person, 'read-shipment', shipmentOf([first]).site)
      ? notAvailable(shipment)
      : sameEvent(first.fact, entries[index]!.next.fact)
        ? `shipment ${shipment} is planned already, with this same plan; leave it out of the list`
        : existsWithAnotherPlan(shipment);
    return [{ item, shipment, field: 'shipment', message }];
  });
}

/** @throws {RequestRefused} 422 with all problems, if there are any. */
function refuse(count: number, problems: readonly PlanProblem[]): void {
  if (problems.length === 0) return;
  const refused = new Set(problems.map(({ item }) => item)).size;
  throw new RequestRefused(
    422,
    `${refused} of ${count} shipments cannot be planned, so none was planned; "items" says what is wrong with which.`,
    { items: inOrder(problems) },
  );
}

function inOrder(problems: readonly PlanProblem[]): PlanProblem[] {
  return problems.toSorted((one, other) => one.item - other.item);
}

async function recordAll(database: Database, own: Actor, entries: readonly FirstEntry[]) {
  try {
    return await recordFirstEntries(database, { by: nameOf(own), now: Date.now }, entries);
  } catch (error) {
    if (error instanceof TooLargeTogether)
      throw new RequestRefused(422, `None was planned: ${error.message}.`);
    throw error;
  }
}

/**
 * Archives the entries and saves the summaries of shipments that are planned. A call that was interrupted here is
 * completed by its repetition.
 */
async function complete(database: Database, own: Actor, entries: readonly FirstEntry[]): Promise<void> {
  const recorder = { by: nameOf(own), now: Date.now };
  await concurrently(entries, atOnce, async ({ shipment }) => {
    await record(database, shipment, recorder, () => []);
  });
}
