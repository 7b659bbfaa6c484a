import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Route, type RouteId, routes } from '../../src/api/routes/routes.ts';
import { alarmsRecorded, alarmsUnanswered } from '../../src/shipments/alarms.ts';
import type { Entry } from '../../src/shipments/ledger.ts';
import type { Chance } from '../proof/chance.ts';
import type { FunctionHost } from './function-host.ts';
import { eventOf } from './gateway-event.ts';
import { goodsAsGiven } from './goods-as-given.ts';
import type { Identity, Somebody } from './identity.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { ShipmentPlan } from './plan-types.ts';

/** A write that was confirmed to a person. */
export type Confirmed = { readonly shipment: string; readonly sequence: number; readonly hash?: string };

type Asked = { readonly path?: Record<string, string>; readonly body: Record<string, unknown> };
type Answered = { readonly status: number; readonly body: Record<string, unknown> };

export const lena: Somebody = { username: 'lena', groups: ['logistics', 'site:north'] };

const minute = 60_000;

export type Office = {
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly identity: Identity;
  readonly host: (of: 'api-write' | 'api-sign') => FunctionHost;
  /** The current ledger of a shipment. */
  readonly ledger: (shipment: string) => readonly Entry[];
  readonly confirmed: Confirmed[];
};

/** A person's request. It is repeated under the same idempotency key until the response is not a server error. */
export async function ask(office: Office, person: Somebody, id: RouteId, asked: Asked): Promise<Answered> {
  const { time, chance, identity } = office;
  const key = `key-${chance.number()}`;
  const route: Route = routes[id];
  for (;;) {
    const token = await identity.access(person, time);
    const outcome = await office
      .host(route.function as 'api-write' | 'api-sign')
      .invoke(eventOf(id, token, { ...asked, key }));
    if (outcome.ok) {
      const { statusCode, body } = outcome.answer as APIGatewayProxyStructuredResultV2;
      if (statusCode! < 500)
        return { status: statusCode!, body: JSON.parse(body!) as Record<string, unknown> };
    }
    await time.sleep(chance.between(500, minute));
  }
}

/**
 * Does an action based on the current ledger, and tries again where another write came first. False if the action is
 * refused for good.
 */
export async function act(
  office: Office,
  person: Somebody,
  id: RouteId,
  shipment: string,
  asked: Asked,
): Promise<boolean> {
  for (let attempt = 0; attempt < 40; attempt++) {
    const basedOn = office.ledger(shipment).length;
    const { status, body } = await ask(office, person, id, {
      path: { shipment, ...asked.path },
      body: { ...asked.body, basedOn },
    });
    if (status === 200) {
      office.confirmed.push(body as Confirmed);
      return true;
    }
    if (status !== 409) return false;
    await office.time.sleep(office.chance.between(100, 3000));
  }
  return false;
}

const iso = (at: number): string => new Date(Math.round(at)).toISOString();

/** The actions of a shipment's ordinary life: created, devices attached, departed, arrived. */
export async function handle(office: Office, plan: ShipmentPlan): Promise<void> {
  const { time, chance } = office;
  const { shipment, devices, intervalMs, truck, goods } = plan;
  const until = (at: number): Promise<void> => time.sleep(Math.max(0, at - time.now));
  await until(plan.createdAt);
  const { status, body } = await ask(office, lena, 'createShipment', {
    body: {
      shipment,
      ...goodsAsGiven(plan),
      origin: truck === null ? 'Cambridge' : { name: 'Cambridge', circle: truck.origin },
      destination: destinationOf(plan),
      site: 'north',
      audience: ['site:north'],
      escalation: ['duty', 'management'],
    },
  });
  if (status !== 200) throw new Error(`${shipment} was not planned: ${JSON.stringify(body)}`);
  office.confirmed.push(body as Confirmed);
  const attach = (
    device: string,
    since: number,
    products: readonly string[] | null = null,
  ): Promise<boolean> =>
    act(office, lena, 'attachDevice', shipment, {
      body: {
        device,
        since: iso(since),
        interval: `PT${intervalMs / minute}M`,
        ...(products !== null && { products }),
      },
    });
  await until(plan.attachedAt);
  for (const [index, device] of devices.entries())
    await attach(device, plan.attachedAt, goods?.standsFor[index]);
  if (plan.cancelledAt !== null) {
    await until(plan.cancelledAt);
    await cancel(office, shipment);
    return;
  }
  await until(plan.departedAt + plan.departureLateMs);
  await act(office, lena, 'depart', shipment, { body: { at: iso(plan.departedAt) } });
  if (plan.swappedAt !== null) {
    await until(plan.swappedAt);
    const [device] = devices as [string];
    await act(office, lena, 'detachDevice', shipment, {
      path: { device },
      body: { at: iso(plan.swappedAt) },
    });
    await time.sleep(chance.between(0, 3) * intervalMs);
    await attach(device, plan.swappedAt + 1, goods?.afterSwap);
  }
  if (plan.arrivedAt === null) return;
  await until(plan.arrivedAt);
  await act(office, lena, 'arrive', shipment, {
    body: {
      at: iso(plan.arrivedAt - plan.arrivalBackMs),
      ...(plan.arrivalBackMs > 0 && { reason: 'nobody was at the desk' }),
    },
  });
}

/** Cancels a shipment, once its alarms are acknowledged; others may be raised in between. */
async function cancel(office: Office, shipment: string): Promise<void> {
  for (let attempt = 0; attempt < 40; attempt++) {
    for (const rule of alarmsUnanswered(office.ledger(shipment)))
      await act(office, lena, 'acknowledgeAlarm', shipment, {
        path: { rule },
        body: { comment: 'the goods stay here' },
      });
    const body = { reason: 'the order was withdrawn' };
    if (await act(office, lena, 'cancelShipment', shipment, { body })) return;
  }
}

/** Where a shipment is planned to go: elsewhere, if it is diverted later. */
function destinationOf({ truck, divertedAt }: ShipmentPlan): string | object {
  if (truck === null) return 'Stansted';
  return divertedAt === null
    ? { name: 'Stansted', circle: truck.destination }
    : { name: 'Luton', circle: { latitude: 51.87, longitude: -0.37, radiusMeters: 1000 } };
}

/** A person moves the destination to where the truck goes. */
export async function divert(office: Office, { shipment, truck, divertedAt }: ShipmentPlan): Promise<void> {
  if (truck === null || divertedAt === null) return;
  const { time } = office;
  await time.sleep(Math.max(0, divertedAt - time.now));
  const change = { destination: { name: 'Stansted', circle: truck.destination } };
  await act(office, lena, 'changePlan', shipment, { body: { change, reason: 'a diversion' } });
}

/** A person declares an arrival by mistake, and withdraws it once that is noticed. */
export async function declareByMistake(
  office: Office,
  { shipment, falseArrival }: ShipmentPlan,
): Promise<void> {
  if (falseArrival === null) return;
  const { time } = office;
  await time.sleep(Math.max(0, falseArrival.at - time.now));
  if (!(await act(office, lena, 'arrive', shipment, { body: { at: iso(falseArrival.at) } }))) return;
  await time.sleep(Math.max(0, falseArrival.takenBackAt - time.now));
  await act(office, lena, 'takeBackArrival', shipment, { body: { reason: 'it was another truck' } });
}

/** A person checks the alarms now and then, and acknowledges an open one. */
export async function acknowledge(office: Office, { shipment }: ShipmentPlan, endsAt: number): Promise<void> {
  const { time, chance } = office;
  for (;;) {
    await time.sleep(Math.min(chance.between(20, 600) * minute, endsAt - time.now));
    if (time.now >= endsAt) return;
    const open = alarmsRecorded(office.ledger(shipment)).find(
      ({ acknowledgedAt, endedAt }) => acknowledgedAt === null && endedAt === null,
    );
    if (open !== undefined)
      await act(office, lena, 'acknowledgeAlarm', shipment, {
        path: { rule: open.rule },
        body: { comment: 'called the carrier' },
      });
  }
}
