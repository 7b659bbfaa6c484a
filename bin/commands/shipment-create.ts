import { readFileSync } from 'node:fs';
import { parseShipment } from '../../contract/shipment.ts';
import type { ProfileVersion } from '../../domain/fact.ts';
import { ProfileVersionTaken, putProfile, readProfile } from '../../store/profiles.ts';
import { createShipment } from '../../store/shipment-steps.ts';
import type { Database } from '../../store/tables.ts';
import { databaseOf } from './database-of.ts';
import { unusableArguments } from './exit-status.ts';
import { builtInProfiles, readProfileJson } from './find-profile.ts';
import { person } from './person.ts';
import { refusals } from './refusals.ts';
import { runningCloud } from './running-cloud.ts';

/** Plans a shipment from a JSON file; profiles that are built in are written along. */
export async function shipmentCreate(file: string, options: { state: string; by?: string }): Promise<string> {
  const database = databaseOf(runningCloud(options.state));
  const by = options.by ?? person();
  const parsed = parseShipment(jsonOf(file));
  if (!parsed.ok) throw unusableArguments(`${file} is refused:\n  ${parsed.problems.join('\n  ')}`);
  const { shipment, origin, destination, waypoints, plannedDeparture, plannedArrival, ...rest } =
    parsed.planned;
  for (const profile of [rest.profile, rest.ambientProfile]) await provide(database, profile, by);
  const placed = (place: typeof origin) =>
    place.area === null ? null : { name: place.name, area: place.area };
  await refusals(() =>
    createShipment(
      database,
      shipment,
      {
        ...rest,
        origin: origin.name,
        destination: destination.name,
        route: {
          origin: placed(origin),
          destination: placed(destination),
          waypoints: waypoints.flatMap((place) => placed(place) ?? []),
          plan: { departureAt: plannedDeparture, arrivalAt: plannedArrival },
        },
      },
      by,
    ),
  );
  return `Shipment ${shipment} is planned. Attach a sensor:\n  npm run --silent coldwatch -- shipment attach ${shipment} THING`;
}

/** Sees to it that a profile is there: one that is built in, or lies in a file of its name, is written along. */
async function provide(database: Database, profile: ProfileVersion | null, by: string): Promise<void> {
  if (profile === null) return;
  const { id, version } = profile;
  if (builtInProfiles().includes(id)) await putProfile(database, readProfileJson(id), by);
  try {
    await readProfile(database, id, version);
  } catch (cause) {
    throw unusableArguments(
      `profile ${id}, version ${version}, is not there; built in are ${builtInProfiles().join(', ')}; add one of your own with "profile add FILE"`,
      cause,
    );
  }
}

/** Writes a profile from a JSON file, so that shipments can name it. A version that exists never changes. */
export async function profileAdd(file: string, options: { state: string; by?: string }): Promise<string> {
  const database = databaseOf(runningCloud(options.state));
  try {
    const { profile } = await putProfile(database, readProfileJson(file), options.by ?? person());
    return `Profile ${profile.id}, version ${profile.version}, can be named by shipments.`;
  } catch (cause) {
    if (cause instanceof ProfileVersionTaken) throw unusableArguments(cause.message, cause);
    throw unusableArguments((cause as Error).message, cause);
  }
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw unusableArguments(`${file} cannot be read as JSON: ${(cause as Error).message}`, cause);
  }
}
