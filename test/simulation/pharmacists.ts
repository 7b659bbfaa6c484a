import type { Somebody } from './identity.ts';
import { keysDecided, rejectedByDesign } from './goods.ts';
import { type Office, ask } from './people.ts';
import type { ShipmentPlan } from './plan-types.ts';
export const paul: Somebody = { username: 'paul', groups: ['pharmacist', 'site:north'] };
const petra: Somebody = { username: 'petra', groups: ['pharmacist', 'site:north'] };

const minute = 60_000;

/** A pharmacist signs a decision; sometimes a second pharmacist corrects it a while later. */
export async function signFor(office: Office, plan: ShipmentPlan): Promise<void> {
  const { shipment, signsAt } = plan;
  if (signsAt === null) return;
  const { time, chance } = office;
  await time.sleep(Math.max(0, signsAt - time.now));
  const signed = await sign(office, paul, plan, null);
  const correcting = chance.of(`correction of ${shipment}`);
  if (signed === null || !correcting.is(0.5)) return;
  await time.sleep(correcting.between(1, 10) * minute);
  await sign(office, petra, plan, signed);
}

/**
 * Requests a challenge, steps up and signs; starts again if the shipment has changed in the meantime. Null if nothing
 * was signed.
 */
async function sign(
  office: Office,
  person: Somebody,
  plan: ShipmentPlan,
  corrects: number | null,
): Promise<number | null> {
  const { time, chance, identity } = office;
  const { shipment } = plan;
  for (let attempt = 0; attempt < 4; attempt++) {
    const basedOn = office.ledger(shipment).length;
    const challenged = await ask(office, person, 'challengeReceipt', {
      body: {
        receipts: [
          {
            shipment,
            basedOn,
            ...decisionOn(plan, chance.pick(['released', 'released', 'quarantined'])),
            reason: 'looked at it',
            ...(corrects !== null && { corrects }),
          },
        ],
      },
    });
    if (challenged.status === 200) {
      const { challenge, nonce } = challenged.body as { challenge: string; nonce: string };
      await time.sleep(chance.between(2000, 100_000));
      const idToken = await time.outside(identity.stepUp(person, nonce, time.now));
      const signed = await ask(office, person, 'signReceipt', { body: { challenge, idToken } });
      if (signed.status === 200) {
        const [{ sequence }] = signed.body['items'] as [{ sequence: number }];
        office.confirmed.push({ shipment, sequence });
        return sequence;
      }
    }
    await time.sleep(chance.between(1, 20) * minute);
  }
  return null;
}

/**
 * A decision: of several products, a pharmacist releases the first one's lots only, or it by its id where it has none. Of
 * an even number, the last one's are rejected, whether others are released or stay in quarantine.
 */
function decisionOn({ goods }: ShipmentPlan, decision: string): Record<string, unknown> {
  const products = goods?.products ?? [];
  const [first] = products;
  if (first === undefined || products.length === 1) return { decision };
  const rejected = rejectedByDesign(products);
  if (decision === 'quarantined') return { decision, rejected };
  return first.lots.length === 0 && rejected.length === 0
    ? { decision }
    : { decision: 'partly-released', lots: keysDecided(products, first.id), rejected };
}
