import type { Chance } from '../proof/chance.ts';
import { bodiesOf, declaredMapping } from './source-bodies.ts';
import type { Row, Sent, SentBody, ShipmentPlan, Size, SourcePlan } from './plan-types.ts';

const second = 1000;
const minute = 60 * second;

/** What devices send themselves, and what sources send about the others. */
type Streams = {
  readonly sent: readonly Sent[];
  readonly sources: readonly SourcePlan[];
  readonly bodies: readonly SentBody[];
};

type World = { readonly shipments: readonly ShipmentPlan[]; readonly endsAt: number };

/**
 * A gateway and a webhook that take over the messages of devices. Each also speaks for neighbours, which are with no
 * shipment, and sometimes names devices that are not registered with it.
 */
export function streamsOf(sent: readonly Sent[], world: World, chance: Chance, size: Size): Streams {
  const things = world.shipments.flatMap(({ devices }) => devices);
  const homes = chance.of('homes');
  const home = new Map(
    things.map((thing, index) => [
      thing,
      homes.pick(index === 0 ? ['gateway', 'webhook'] : ['gateway', 'gateway', 'webhook', 'webhook', null]),
    ]),
  );
  const sources = (['gateway', 'webhook'] as const).map((name) =>
    sourcePlan(
      name,
      things.filter((thing) => home.get(thing) === name),
      chance.of(name),
    ),
  );
  const bodies = sources.flatMap((source) => {
    const own = chance.of(`bodies of ${source.name}`);
    const parts = [
      ...sent.filter(({ thing }) => home.get(thing) === source.name),
      ...source.neighbours.flatMap((thing) => measuredBy(thing, world, own.of(thing))),
    ].sort((a, b) => a.at - b.at);
    return bodiesOf(source, groupsOf(parts, own), { things, chance: own, size });
  });
  return {
    sent: sent.filter(({ thing }) => home.get(thing) === null),
    sources,
    bodies: bodies.sort((a, b) => a.at - b.at),
  };
}

function sourcePlan(name: 'gateway' | 'webhook', things: readonly string[], chance: Chance): SourcePlan {
  const neighbours = [`${name}-room-0`, `${name}-room-1`];
  const isGateway = name === 'gateway';
  return {
    name,
    transport: isGateway ? 'mqtt' : 'https',
    authentication: isGateway ? null : chance.pick(['secret', 'signature']),
    mapping: chance.is(0.5) ? declaredMapping : null,
    // Sometimes so few that the sender has to wait.
    messagesPerMinute: chance.pick([1, 2, 600, 600]),
    devices: new Map([...things, ...neighbours].map((thing) => [`P-${thing}`, thing])),
    neighbours,
  };
}

/** What a neighbour sends: its temperature at the interval of the first shipment. */
function measuredBy(thing: string, { shipments: [first], endsAt }: World, chance: Chance): Sent[] {
  const { createdAt, intervalMs } = first!;
  const sent: Sent[] = [];
  for (let measuredAt = createdAt; measuredAt + 3 * second < endsAt; measuredAt += intervalMs) {
    const temperature = String(Math.round(chance.between(150, 250)) / 10);
    const row: Row = { at: Math.round(measuredAt), cells: { temperature } };
    const at = measuredAt + chance.between(0, 2 * second);
    sent.push({ thing, at, payload: '', rows: [row], isMalformed: false, isMislaid: false });
  }
  return sent;
}

/** Messages of devices that a source sends together: those that come within a time that is its own. */
function groupsOf(sent: readonly Sent[], chance: Chance): Sent[][] {
  const windowMs = chance.pick([3 * second, 10 * minute, 40 * minute]);
  const groups: Sent[][] = [];
  for (const each of sent) {
    const last = groups.at(-1);
    if (last !== undefined && each.at <= last[0]!.at + windowMs && last.length < 12) last.push(each);
    else groups.push([each]);
  }
  return groups;
}
