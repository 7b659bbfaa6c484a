import { notifiableAmong } from '../../src/shipments/notifiable-entries.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { routedBody } from '../benchmarks/function-under-test.ts';
import { chanceOf } from '../proof/chance.ts';
import type { TablesModel } from '../models/tables-model.ts';
import { noFaults } from './fault-kinds.ts';
import { profiles } from './profiles.ts';
import { type Services, setServices } from './services.ts';
import { Monitors, feed, feedNotifications } from './traffic.ts';
import { hasWaiting, ledgerIn } from './table-queries.ts';
import { setTime } from './virtual-time.ts';
import { type Parts, type World, openWorld } from './world.ts';
import type { Database } from '../../src/storage/tables.ts';
import { notifiedPrefix, numbered } from '../../src/storage/ledger-markers.ts';

const second = 1000;
const minute = 60 * second;

/** Worlds in which much happens at once: all boxes of a vehicle raise alarms, or a whole fleet goes offline. */
export const stormKinds = ['vehicle', 'silence'] as const;
export type StormKind = (typeof stormKinds)[number];

/** The outcome of a storm. */
export type Storm = {
  readonly violations: readonly string[];
  readonly notified: number;
  readonly publications: number;
  /** The most publications in any one second. */
  readonly mostInSecond: number;
  /**
   * The longest time from recording a critical entry to the first critical notification of its audience, in seconds.
   */
  readonly slowestCriticalSeconds: number;
};

type Box = { readonly shipment: string; readonly thing: string; readonly audience: string };

const sizes = { vehicle: 300, silence: 2000 } as const;
/** How long people may wait for the first critical notification, and for all of them. */
const criticalWithinSeconds = 30;
const allWithinMs: Readonly<Record<StormKind, number>> = { vehicle: 4 * minute, silence: 15 * minute };
const mostInSecond = 5;

/**
 * Half of the boxes belong to one site, the others to three dozen, so that there is much to merge and many audiences to
 * notify first. No site has so many that a notification could not name them all.
 */
function boxesOf(kind: StormKind): Box[] {
  return Array.from({ length: sizes[kind] }, (_, index) => ({
    shipment: `STORM-${index}`,
    thing: `box-${index}`,
    audience: `site:${index < sizes[kind] / 2 ? 0 : 1 + (index % 36)}`,
  }));
}

/** Simulates a storm. */
export async function liveStorm(kind: StormKind, parts: Parts): Promise<Storm> {
  const beginsAt = Date.UTC(2026, 0, 1);
  const world = openWorld(chanceOf(`storm ${kind}`), beginsAt, parts);
  const { chance, time, tables, queue, notifications, services, host } = world;
  const boxes = boxesOf(kind);
  await attachBoxes(world.database, boxes, beginsAt);
  const monitors = new Monitors((index) => host('monitor-shipments', `monitor ${index}`));
  const feeding = feed(queue, host('ingest-telemetry'), time, chance.of('feeding'), () => noFaults);
  const notifying = feedNotifications(notifications, host('notify'), {
    time,
    chance: chance.of('notifying'),
    someWait: () => hasWaiting(tables),
  });
  let isOver = false;
  const everyMinute = (): void => {
    if (isOver) return;
    monitors.tick(time.now);
    time.after(minute, everyMinute);
  };
  everyMinute();
  await time.run(beginsAt + 30 * minute);
  if (kind === 'vehicle') {
    sendFromAll(world, boxes, 9);
    await time.run(time.now + 20 * second);
    sendFromAll(world, boxes, -1);
  } else {
    sendFromAll(world, boxes, 5);
    // No message arrives from then on; three reporting intervals are allowed.
    await time.run(time.now + 31 * minute);
  }
  await time.run(time.now + allWithinMs[kind]);
  isOver = true;
  feeding.stop();
  notifying.stop();
  setTime(null);
  setServices(null);
  return judged(kind, boxes, services, tables);
}

/** Plans a shipment for each box, and attaches its device. */
async function attachBoxes(database: Database, boxes: readonly Box[], since: number): Promise<void> {
  const [profile] = profiles as unknown as [(typeof profiles)[number]];
  await putProfile(database, profile, 'test');
  const reference = { id: profile.id, version: profile.version };
  for (const { shipment, thing, audience } of boxes) {
    const plan = { goods: 'vaccine', origin: 'A', destination: 'B', site: 'north', profile: reference };
    await createShipment(database, shipment, { ...plan, vehicle: 'CW 17', audience: [audience] }, 'test');
    const assignment = { shipment, profile: reference, since, intervalMs: 10 * minute, attachedAt: since };
    await attachDevice(database, thing, assignment, 'test');
  }
}

/** Every box sends the last three readings, all of the same temperature. */
function sendFromAll({ time, queue }: World, boxes: readonly Box[], temperature: number): void {
  const readings = [2, 1, 0].map((ago) => ({ time: time.now - ago * 10 * minute, temperature }));
  for (const { thing } of boxes) queue.send(routedBody(thing, JSON.stringify(readings), time.now), time.now);
}

function judged(
  kind: StormKind,
  boxes: readonly Box[],
  { topic, published, unfounded }: Services,
  tables: TablesModel,
): Storm {
  const violations = [
    ...topic.refusals,
    ...unfounded.map((id) => `${id} was notified before it was in the ledger`),
  ];
  const notified = new Map<string, number>();
  const [firstRecorded, firstCritical] = [new Map<string, number>(), new Map<string, number>()];
  for (const { at, notification } of published) {
    const { id, together = [id], severity } = notification;
    for (const each of together) {
      notified.set(each, (notified.get(each) ?? 0) + 1);
      const audience = boxes[Number(/^STORM-(\d+)/.exec(each)![1])]!.audience;
      if (severity === 'critical' && !firstCritical.has(audience)) firstCritical.set(audience, at);
    }
  }
  for (const { shipment, audience } of boxes) {
    const entries = ledgerIn(tables, shipment);
    for (const { fact, recordedAt } of entries)
      if (fact.kind === 'excursion-opened' && fact.excursion.severity === 'critical')
        firstRecorded.set(audience, Math.min(recordedAt, firstRecorded.get(audience) ?? Infinity));
    const sequences = [...notifiableAmong(entries)];
    if (sequences.length === 0) violations.push(`${shipment} has nothing to notify`);
    for (const sequence of sequences) {
      const count = notified.get(`${shipment}/${sequence}`) ?? 0;
      if (count !== 1) violations.push(`${shipment}/${sequence} was notified ${count} times`);
      if (!isMarked(tables, shipment, sequence))
        violations.push(`${shipment}/${sequence} is not marked as notified`);
    }
  }
  if (kind === 'vehicle' && firstRecorded.size === 0) violations.push('nothing critical was recorded');
  const slowest = Math.max(
    0,
    ...[...firstRecorded].map(([audience, at]) => ((firstCritical.get(audience) ?? Infinity) - at) / second),
  );
  if (slowest > criticalWithinSeconds)
    violations.push(`the first critical notification of an audience came after ${slowest.toFixed(0)} s`);
  const most = Math.max(...topic.publishedAt.map((at) => busiest(topic.publishedAt, at)));
  if (most > mostInSecond) violations.push(`${most} publications in one second`);
  return {
    violations,
    notified: notified.size,
    publications: published.length,
    mostInSecond: most,
    slowestCriticalSeconds: slowest,
  };
}

function isMarked(tables: TablesModel, shipment: string, sequence: number): boolean {
  const Key = { shipmentId: { S: shipment }, sequence: { S: `${notifiedPrefix}${numbered(sequence)}` } };
  return tables.answer('GetItemCommand', { TableName: 'ledger', Key }).output['Item'] !== undefined;
}

function busiest(publishedAt: readonly number[], from: number): number {
  return publishedAt.filter((at) => at >= from && at < from + second).length;
}
