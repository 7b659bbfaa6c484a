import { advance } from '../domain/advance.ts';
import type { Fact } from '../domain/ledger.ts';
import type { Profile } from '../domain/profile.ts';
import { readHead } from './append.ts';
import { attach, detach } from './assign.ts';
import type { Assignment } from './head.ts';
import { record } from './ledger.ts';
import { readProfile } from './profiles.ts';
import type { FoldState } from './seal.ts';
import type { Database } from './tables.ts';

type Created = Omit<Extract<Fact, { kind: 'shipment-created' }>, 'kind'>;

/** Opens a shipment's ledger. Repeating it is a no-op. */
export async function createShipment(
  database: Database,
  shipment: string,
  created: Created,
  by: string,
): Promise<void> {
  await record(database, shipment, { by, now: Date.now }, (entries) =>
    entries.length > 0
      ? []
      : [{ why: 'the shipment was planned', fact: { kind: 'shipment-created', ...created } }],
  );
}

/** Lets a device watch a shipment from `since` on, in device time. */
export async function attachDevice(
  database: Database,
  device: string,
  assignment: Assignment,
  by: string,
): Promise<void> {
  const { shipment, since, intervalMs } = assignment;
  await attach(database, device, assignment, await foldFor(database, assignment));
  await record(database, shipment, { by, now: Date.now }, (entries) =>
    entries.some(
      ({ fact }) => fact.kind === 'device-attached' && fact.device === device && fact.since === since,
    )
      ? []
      : [
          {
            why: 'the device was packed with the goods',
            fact: { kind: 'device-attached', device, since, intervalMs },
          },
        ],
  );
}

/** Ends a device's watch as of `until`, in device time. A device that watches nothing is left as it is. */
export async function detachDevice(
  database: Database,
  device: string,
  until: number,
  by: string,
): Promise<void> {
  const { assignment } = await readHead(database, device);
  if (assignment === null) return;
  await detach(database, device, until, await foldFor(database, assignment));
  await record(database, assignment.shipment, { by, now: Date.now }, (entries) =>
    entries.some(
      ({ fact }) => fact.kind === 'device-detached' && fact.device === device && fact.until === until,
    )
      ? []
      : [{ why: 'the device was taken from the goods', fact: { kind: 'device-detached', device, until } }],
  );
}

async function foldFor(
  database: Database,
  { profile: { id, version }, since, intervalMs, phases }: Assignment,
): Promise<FoldState> {
  const { profile } = await readProfile(database, id, version);
  const terms = { profile: { ...profile, reportingIntervalMs: intervalMs } satisfies Profile, since, phases };
  return (state, readings) => advance(state, readings, terms).state;
}
