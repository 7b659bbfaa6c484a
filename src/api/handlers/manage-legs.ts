import { productsOf } from '../../model/product.ts';
import { type Entry, shipmentOf } from '../../shipments/ledger.ts';
import { predecessorsNamed } from '../../shipments/predecessors.ts';
import { type Person, mayAt } from '../../shipments/permissions.ts';
import { sameProduct } from '../../shipments/same-product.ts';
import { ActionRefused } from '../../storage/execute-action.ts';
import {
  type NamedAs,
  enterOpening,
  namePredecessor,
  withdrawPredecessor,
} from '../../storage/leg-actions.ts';
import { readLedger } from '../../storage/ledger.ts';
import type { Database } from '../../storage/tables.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { executeForPerson } from './execute-for-person.ts';

/** Makes the handlers by which people say where goods came from and what was used before. */
export function legManagement(database: Database) {
  return {
    async namePredecessor(request: ApiRequest<'namePredecessor'>) {
      return executeForPerson(database, request, async (shipment, actor, entries) => {
        const { product, lots, predecessor, itsProduct: given, reason } = request.body;
        const earlier = (await readLedger(database, predecessor)).entries;
        const namedAs = namedFor(request.person);
        const itsProduct =
          earlier.length === 0 ? '' : itsProductOf(entries, product, earlier, given, namedAs);
        const leg = { product, shipment: predecessor, itsProduct };
        const fact = { kind: 'predecessor-named', ...leg, lots, by: 'person' } as const;
        await namePredecessor(database, shipment, fact, reason, actor, namedAs);
      });
    },
    async withdrawPredecessor(request: ApiRequest<'withdrawPredecessor'>) {
      return executeForPerson(database, request, async (shipment, actor, entries) => {
        const { product, predecessor: meant, itsProduct: given, reason } = request.body;
        const own = predecessorsNamed(entries).filter((each) => each.product === product);
        // A shipment of another site is meant by the entry that named it, because its number is not shown.
        const predecessor =
          typeof meant === 'string' ? meant : own.find(({ sequence }) => sequence === meant)?.shipment;
        if (predecessor === undefined)
          throw new ActionRefused(`entry ${meant} names no earlier shipment of the product ${product}`);
        const named = own.filter((each) => each.shipment === predecessor);
        const ids = [...new Set(named.map((each) => each.itsProduct))];
        if (given === null && ids.length > 1)
          throw new ActionRefused(
            `say which product of ${typeof meant === 'string' ? meant : 'it'} is meant: ${ids.join(' or ')}`,
          );
        const leg = { product, shipment: predecessor, itsProduct: given ?? ids[0] ?? product };
        await withdrawPredecessor(
          database,
          shipment,
          { kind: 'predecessor-withdrawn', ...leg },
          reason,
          actor,
        );
      });
    },
    async enterOpening(request: ApiRequest<'enterOpening'>) {
      return executeForPerson(database, request, (shipment, actor) => {
        const { product, opening, reason } = request.body;
        return enterOpening(database, shipment, { kind: 'opening-entered', product, opening }, reason, actor);
      });
    },
  };
}

/** Names a shipment by its number to who may read it. */
function namedFor(person: Person): NamedAs {
  return (entries) =>
    mayAt(person, 'read-shipment', shipmentOf(entries).site)
      ? entries[0]!.shipment
      : 'a shipment of another site';
}

/**
 * The product of an earlier shipment that is meant: as given, or the same one.
 * @throws {ActionRefused} when there is no such product, or it cannot be told. What another site carries is not said.
 */
function itsProductOf(
  entries: readonly Entry[],
  product: string,
  earlier: readonly Entry[],
  given: string | null,
  namedAs: NamedAs,
): string {
  const [products, itsProducts] = [productsOf(shipmentOf(entries)), productsOf(shipmentOf(earlier))];
  if (itsProducts.some(({ id }) => id === given)) return given!;
  const own = products.find(({ id }) => id === product);
  // A product that this shipment does not have is refused by its ledger.
  if (own === undefined) return product;
  const same = given === null ? sameProduct(own, products, itsProducts) : null;
  if (same !== null) return same.id;
  const name = namedAs(earlier);
  const isShown = name === earlier[0]!.shipment;
  const known = isShown ? `; it carried ${itsProducts.map(({ id }) => id).join(', ')}` : '';
  throw new ActionRefused(
    given === null
      ? `say which product of ${name} it was: "itsProduct"${known}`
      : `${name} has no product ${given}${known}`,
  );
}
