import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readProfile } from '../../src/storage/profiles.ts';
import { ProfileVersionTaken, approveProfile, putProfile } from '../../src/storage/store-profile.ts';
import { attachDevice, detachDevice } from '../../src/storage/attach-device.ts';
import { createShipment, declareMilestone } from '../../src/storage/shipment-actions.ts';
import type { Database } from '../../src/storage/tables.ts';
import { type Sensor, sensors } from './sensors.ts';

/**
 * A device for the messages that readers of the documentation publish, attached from 2000 on so that old log files are
 * evaluated too.
 */
export const spare = { thing: 'spare-1', shipment: 'SPARE-1', profile: 'who-storage' } as const;

const by = 'demonstration';
const approver = 'petra';
const library = join(import.meta.dirname, '../../profiles');

/** Writes the built-in profiles, approved, so that shipments can refer to them. An existing profile is not changed. */
export async function seedProfiles(database: Database): Promise<void> {
  const names = readdirSync(library).filter((name) => name.endsWith('.json'));
  await Promise.all(names.map((name) => seedProfile(database, name.slice(0, -'.json'.length))));
}

/** Creates the shipment that the spare device monitors. */
export async function seedSpare(database: Database): Promise<void> {
  const profile = await seedProfile(database, spare.profile);
  await createShipment(
    database,
    spare.shipment,
    {
      goods: 'whatever you publish',
      origin: 'your desk',
      destination: 'this machine',
      site: 'north',
      profile: { id: profile.id, version: profile.version },
      audience: ['site:north'],
    },
    by,
  );
  await attachDevice(
    database,
    spare.thing,
    {
      shipment: spare.shipment,
      profile: { id: profile.id, version: profile.version },
      since: Date.UTC(2000, 0, 1),
      intervalMs: profile.reportingIntervalMs,
      attachedAt: Date.now(),
    },
    by,
  );
}

/** Creates a new shipment for each sensor of the demonstration, starting at `since`. Returns their ids by thing. */
export async function seedDemonstration(database: Database, since: number): Promise<Map<string, string>> {
  const profile = await seedProfile(database, 'demo-seconds');
  const shipments = new Map<string, string>();
  const run = new Date(since).toISOString().slice(11, 19).replaceAll(':', '');
  for (const [index, sensor] of sensors.entries()) {
    const shipment = `DEMO-${run}-${'ABC'[index]}`;
    await detachDevice(database, sensor.thing, since, by);
    await createShipment(
      database,
      shipment,
      { ...createdOf(sensor), profile: { id: profile.id, version: profile.version } },
      by,
    );
    await attachDevice(
      database,
      sensor.thing,
      {
        shipment,
        profile: { id: profile.id, version: profile.version },
        since,
        intervalMs: profile.reportingIntervalMs,
        attachedAt: since,
      },
      by,
    );
    await declareMilestone(database, shipment, 'departed', since, by);
    shipments.set(sensor.thing, shipment);
  }
  return shipments;
}

/** Ends the previous demonstration: its boxes have arrived, and their sensors are detached. */
export async function endDemonstration(
  database: Database,
  shipments: ReadonlyMap<string, string>,
  until: number,
): Promise<void> {
  for (const shipment of shipments.values()) await declareMilestone(database, shipment, 'arrived', until, by);
}

function createdOf({ goods, origin, destination, site }: Sensor) {
  return { goods, origin, destination, site, audience: [`site:${site}`] };
}

async function seedProfile(database: Database, id: string) {
  const json = JSON.parse(readFileSync(join(library, `${id}.json`), 'utf8')) as { version: number };
  try {
    const { profile } = await putProfile(database, json, by);
    await approveProfile(database, profile.id, profile.version, approver, Date.now());
    return profile;
  } catch (error) {
    // A state folder from an earlier release may contain the version by which its shipments were evaluated.
    if (error instanceof ProfileVersionTaken) return (await readProfile(database, id, json.version)).profile;
    throw error;
  }
}
