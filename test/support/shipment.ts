import type { Created } from '../../store/shipment-steps.ts';
import { settler } from '../../functions/steps/settle.ts';
import type { Message } from '../../notify/compose.ts';
import type { Assignment } from '../../store/head.ts';
import { putProfile } from '../../store/profiles.ts';
import { attachDevice } from '../../store/attach-device.ts';
import { createShipment } from '../../store/shipment-steps.ts';
import type { Database } from '../../store/tables.ts';
import { minute, start } from './series.ts';

/** Above 8 °C for 20 min at ten minutes, gaps from 30 min on. */
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
    hasRoute: false,
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

/** A shipment with devices that watch it from the start on. */
export async function shipmentWith(
  database: Database,
  shipment: string,
  devices: readonly string[],
): Promise<void> {
  await putProfile(database, warmProfile, 'test');
  await createShipment(database, shipment, createdShipment, 'test');
  for (const device of devices) await attachDevice(database, device, assignment(shipment), 'test');
}

/** Settling with an inbox in place of SNS. */
export function settling(database: Database, orphanedAfterMs = 30_000) {
  const inbox: Message[] = [];
  const { settle, settleDetached } = settler(database, {
    publish: async (message) => {
      inbox.push(message);
    },
    orphanedAfterMs,
  });
  return {
    settle,
    settleDetached,
    inbox,
    subjects: () => inbox.map(({ notification: { kind, rule } }) => `${kind} ${rule ?? ''}`.trim()),
  };
}
