import type { Created } from '../../src/storage/shipment-actions.ts';
import { receiver } from './receiver.ts';
import { type NotifierOptions, notifier } from '../../src/notifications/notifier.ts';
import type { RequestNotification } from '../../src/notifications/request-notification.ts';
import { deviceEvaluator } from '../../src/monitoring/evaluate-device.ts';
import type { Message } from '../../src/notifications/compose.ts';
import type { Pace } from '../../src/notifications/pace.ts';
import type { Publish } from '../../src/notifications/publish.ts';
import type { Assignment } from '../../src/storage/device-item.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import type { PaceStore } from '../../src/storage/notification-pace.ts';
import type { Database } from '../../src/storage/tables.ts';
import { minute, start } from './series.ts';

/** Above 8 °C for 20 min with readings every ten minutes; gaps from 30 min on. */
export const warmProfile = {
  id: 'warm',
  version: 1,
  name: 'Warm',
  reportingInterval: 'PT10M',
  maxGap: 'PT30M',
  completeness: { minimumCoverage: 0.95, longestGap: 'PT2H' },
  rules: [
    {
      id: 'warm-20m',
      channel: 'temperature',
      above: 8,
      mode: 'consecutive',
      for: 'PT20M',
      severity: 'major',
    },
  ],
};

export function assignment(shipment: string, since = start): Assignment {
  return {
    shipment,
    profile: { id: 'warm', version: 1 },
    since,
    intervalMs: 10 * minute,
    attachedAt: since,
    phases: { departedAt: null, arrivedAt: null },
    role: 'product',
    declaredAt: null,
    calibratedUntil: null,
    routeSequence: null,
  };
}

export const createdShipment: Created = {
  goods: 'vaccine',
  origin: 'Cambridge',
  destination: 'Stansted',
  site: 'north',
  profile: { id: 'warm', version: 1 },
  audience: ['site:north'],
};

/** Creates a shipment with devices attached from the start. */
export async function shipmentWith(
  database: Database,
  shipment: string,
  devices: readonly string[],
): Promise<void> {
  await putProfile(database, warmProfile, 'test');
  await createShipment(database, shipment, createdShipment, 'test');
  for (const device of devices) await attachDevice(database, device, assignment(shipment), 'test');
}

/** A pace store in memory. */
export function paceInMemory(): PaceStore<Pace> {
  let stored: Pace | null = null;
  return {
    read: async () => stored,
    write: async (pace) => {
      stored = pace;
    },
  };
}

/** The notifying function in this process: it handles one request after another, and by default merges nothing. */
export function notifying(
  database: Database,
  publish: Publish,
  { foldWithinMs = 0, betweenMs = 0, paceStore = paceInMemory() }: Partial<NotifierOptions> = {},
) {
  const notify = notifier(database, {
    publish,
    requestDelivery: async () => undefined,
    receiver,
    paceStore,
    foldWithinMs,
    betweenMs,
  });
  let last = Promise.resolve();
  const next = (asked: Parameters<typeof notify>[0]): Promise<void> =>
    (last = last.then(() => notify(asked)));
  const requestNotification: RequestNotification = async ({ shipment }) => {
    await next({ shipments: [shipment], isTick: false });
    return true;
  };
  return {
    requestNotification,
    notify: next,
    tick: () => next({ shipments: [], isTick: true }),
  };
}

/** A device evaluator with an inbox in place of SNS. */
export function evaluating(database: Database, notified = database) {
  const inbox: Message[] = [];
  const { requestNotification, tick } = notifying(notified, async (message) => {
    inbox.push(message);
  });
  const { evaluate, evaluateDetached } = deviceEvaluator(database, requestNotification);
  return {
    evaluate,
    evaluateDetached,
    requestNotification,
    tick,
    inbox,
    subjects: () => inbox.map(({ notification: { kind, rule } }) => `${kind} ${rule ?? ''}`.trim()),
  };
}
