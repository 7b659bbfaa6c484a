import { productAsGiven } from './goods-as-given.ts';
import type { GoodsPlan, ProductPlan } from './goods-types.ts';
import { type Office, act, ask, lena } from './people.ts';
import { paul } from './pharmacists.ts';
import type { ShipmentPlan } from './plan-types.ts';

const minute = 60_000;

/** The products of a shipment after its plan was changed: one renamed, one with a further lot, and one more. */
export function changedProducts({ products }: GoodsPlan): readonly ProductPlan[] {
  const [first] = products as [ProductPlan];
  const last = products.at(-1)!;
  return [
    { ...first, name: `${first.name} (new name)` },
    ...products.slice(1),
    { ...last, id: 'added', name: 'Diluent', gtin: first.gtin, lots: ['L9'], serials: [] },
  ];
}

/** A person changes the products of a shipment while it is under way. */
export async function changeProducts(office: Office, { shipment, goods }: ShipmentPlan): Promise<void> {
  if (goods?.changedAt == null) return;
  await until(office, goods.changedAt);
  const change = { products: changedProducts(goods).map(productAsGiven) };
  await act(office, lena, 'changePlan', shipment, { body: { change, reason: 'another label' } });
}

/** People say where goods came from, and what was used before; quality may allow time again. */
export async function sayWhatWasBefore(office: Office, { shipment, goods }: ShipmentPlan): Promise<void> {
  if (goods?.before == null) return;
  const { from, sayAt, opening } = goods.before;
  const [product] = goods.products as [ProductPlan];
  await until(office, sayAt);
  if (from?.by === 'person')
    await act(office, lena, 'namePredecessor', shipment, {
      body: { product: product.id, predecessor: from.shipment, lots: from.lots, reason: 'the same boxes' },
    });
  if (opening !== null)
    await act(office, lena, 'enterOpening', shipment, {
      body: {
        product: product.id,
        reason: 'as the wholesaler wrote',
        opening:
          opening === 'unused'
            ? { kind: 'unused', source: 'batch record' }
            : {
                kind: 'spent',
                spent: { out: `PT${opening.minutes}M` },
                cycles: opening.cycles,
                source: 'batch record',
              },
      },
    });
}

/** A pharmacist signs that time may be spent again. */
export async function readmit(office: Office, { shipment, goods }: ShipmentPlan): Promise<void> {
  const readmission = goods?.before?.readmission ?? null;
  if (readmission === null) return;
  await until(office, readmission.at);
  const { time, chance, identity } = office;
  const [product] = goods!.products as [ProductPlan];
  for (let attempt = 0; attempt < 4; attempt++) {
    const challenged = await ask(office, paul, 'challengeReadmission', {
      path: { shipment },
      body: {
        basedOn: office.ledger(shipment).length,
        product: product.id,
        lots: readmission.lot === null ? null : [readmission.lot],
        readmitted: { allowance: 'out', ms: readmission.minutes * minute },
        document: 'QD-7',
        reason: 'stability data',
      },
    });
    // An allowance that the product does not have cannot be allowed again.
    if (challenged.status !== 200 && challenged.status !== 409) return;
    if (challenged.status === 200) {
      const { challenge, nonce } = challenged.body as { challenge: string; nonce: string };
      await time.sleep(chance.between(2000, 60_000));
      const idToken = await time.outside(identity.stepUp(paul, nonce, time.now));
      const signed = await ask(office, paul, 'signReadmission', {
        path: { shipment },
        body: { challenge, idToken },
      });
      if (signed.status === 200) {
        const { sequence } = signed.body as { sequence: number };
        office.confirmed.push({ shipment, sequence });
        return;
      }
    }
    await time.sleep(chance.between(1, 10) * minute);
  }
}

async function until({ time }: Office, at: number): Promise<void> {
  await time.sleep(Math.max(0, at - time.now));
}
