import { readFileSync } from 'node:fs';
import { parseDuration, durationHint } from '../../contract/duration.ts';
import { parseShipment } from '../../contract/shipment.ts';
import { type ProfileVersion, type Role, type SensorFate, roles, sensorFates } from '../../domain/fact.ts';
import { shipmentOf } from '../../domain/ledger.ts';
import { judgeShipment } from '../../domain/shipment-verdict.ts';
import { readLedger } from '../../store/ledger.ts';
import { putProfile, readProfile } from '../../store/profiles.ts';
import { rebuildSummaries } from '../../store/rebuild.ts';
import { readShipmentRecord } from '../../store/shipment-record.ts';
import {
  attachDevice,
  createShipment,
  declarePassage,
  declareSensor,
  detachDevice,
  handOver,
} from '../../store/shipment-steps.ts';
import { activeShipments } from '../../store/shipments.ts';
import type { Database } from '../../store/tables.ts';
import { databaseOf } from './database-of.ts';
import { exitStatus, unusableArguments } from './exit-status.ts';
import { builtInProfiles, readProfileJson } from './find-profile.ts';
import { momentOf } from './options.ts';
import { person } from './person.ts';
import { refusals } from './refusals.ts';
import { renderShipment } from './render-shipment.ts';
import { runningCloud } from './running-cloud.ts';

type Options = { state: string; by?: string };

/** Plans a shipment from a JSON file; profiles that are built in are written along. */
export async function shipmentCreate(file: string, options: Options): Promise<string> {
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
  return `Shipment ${shipment} is planned. Attach a sensor: coldwatch shipment attach ${shipment} THING`;
}

async function provide(database: Database, profile: ProfileVersion | null, by: string): Promise<void> {
  if (profile === null) return;
  if (builtInProfiles().includes(profile.id)) await putProfile(database, readProfileJson(profile.id), by);
  await refusals(() => readProfile(database, profile.id, profile.version)).catch((cause: unknown) => {
    throw unusableArguments((cause as Error).message, cause);
  });
}

export type AttachOptions = Options & {
  role: string;
  since?: string;
  interval?: string;
  calibratedUntil?: string;
};

/** Lets a device watch a shipment. */
export async function shipmentAttach(
  shipment: string,
  device: string,
  options: AttachOptions,
): Promise<string> {
  const database = databaseOf(runningCloud(options.state));
  const role = oneOf('--role', options.role, roles) as Role;
  const { entries } = await readLedger(database, shipment);
  if (entries.length === 0) throw unusableArguments(`shipment ${shipment} does not exist`);
  const { profile: goods, ambientProfile } = shipmentOf(entries);
  if (role === 'ambient' && ambientProfile == null)
    throw unusableArguments(`shipment ${shipment} has no ambient profile; plan it with "ambientProfile"`);
  const profile = role === 'ambient' ? ambientProfile! : goods;
  const stored = await readProfile(database, profile.id, profile.version);
  const intervalMs =
    options.interval === undefined ? stored.profile.reportingIntervalMs : parseDuration(options.interval);
  if (intervalMs === null || intervalMs === 0 || intervalMs > stored.profile.maxGapMs)
    throw unusableArguments(
      `--interval ${options.interval} must be ${durationHint}, at most the profile's maxGap of ${stored.profile.maxGapMs / 1000} s`,
    );
  const now = Date.now();
  await refusals(() =>
    attachDevice(
      database,
      device,
      {
        shipment,
        profile,
        since: momentOf('--since', options.since, null) ?? now,
        intervalMs,
        attachedAt: now,
        role,
        calibratedUntil: momentOf('--calibrated-until', options.calibratedUntil, null),
      },
      options.by ?? person(),
    ),
  );
  return `${device} watches ${shipment} as ${role}, by profile ${profile.id}.`;
}

/** Takes a device from what it watches. */
export async function shipmentDetach(device: string, options: Options & { at?: string }): Promise<string> {
  const database = databaseOf(runningCloud(options.state));
  const at = momentOf('--at', options.at, null) ?? Date.now();
  await detachDevice(database, device, at, options.by ?? person());
  return `${device} watches nothing from ${new Date(at).toISOString()} on.`;
}

/** Declares departure or arrival. */
export async function shipmentPassage(
  kind: 'departed' | 'arrived',
  shipment: string,
  options: Options & { at?: string },
): Promise<string> {
  const database = databaseOf(runningCloud(options.state));
  const at = momentOf('--at', options.at, null) ?? Date.now();
  await refusals(() => declarePassage(database, shipment, kind, at, options.by ?? person()));
  return `${shipment} ${kind} ${new Date(at).toISOString()}.`;
}

/** Records who has the goods. */
export async function shipmentHandOver(
  shipment: string,
  to: string,
  options: Options & { at?: string },
): Promise<string> {
  const database = databaseOf(runningCloud(options.state));
  const at = momentOf('--at', options.at, null) ?? Date.now();
  await refusals(() => handOver(database, shipment, { to, at }, options.by ?? person()));
  return `${to} has ${shipment} from ${new Date(at).toISOString()} on.`;
}

/** Makes the lists anew from the ledgers. */
export async function* shipmentRebuild(options: Options): AsyncGenerator<string> {
  for await (const { shipment, was } of rebuildSummaries(databaseOf(runningCloud(options.state))))
    yield `${shipment}  ${was === 'same' ? 'was as its ledger says' : `was ${was}, made anew`}`;
}

/** Declares that a sensor judges no more. */
export async function shipmentDeclare(
  shipment: string,
  device: string,
  fate: string,
  options: Options & { reason: string; at?: string },
): Promise<string> {
  const database = databaseOf(runningCloud(options.state));
  const at = momentOf('--at', options.at, null) ?? Date.now();
  const declared = {
    device,
    fate: oneOf('the third argument', fate, sensorFates) as SensorFate,
    at,
    reason: options.reason,
  };
  await refusals(() => declareSensor(database, shipment, declared, options.by ?? person()));
  return `${device} is ${fate} as of ${new Date(at).toISOString()}: ${options.reason}`;
}

/** A shipment's verdict as of now or another moment. Returns what to print and the exit status. */
export async function shipmentShow(
  shipment: string,
  options: Options & { asOf?: string; json?: boolean },
): Promise<{ output: string; status: number }> {
  const record = await readShipmentRecord(databaseOf(runningCloud(options.state)), shipment);
  if (record === null) throw unusableArguments(`shipment ${shipment} does not exist`);
  const asOf = momentOf('--as-of', options.asOf, null) ?? Date.now();
  const verdict = judgeShipment(record.entries, record.recordOf, asOf);
  return {
    output: options.json ? JSON.stringify(verdict, null, 2) : renderShipment(verdict, record.entries),
    status: exitStatus[verdict.recommendation],
  };
}

/** Shipments on their way. */
export async function* shipmentList(options: Options): AsyncGenerator<string> {
  for await (const each of activeShipments(databaseOf(runningCloud(options.state)))) {
    const state = [
      each.journey.arrivedAt !== null
        ? 'arrived'
        : each.journey.departedAt !== null
          ? 'on its way'
          : 'planned',
      ...each.openAlarms.map((rule) => `alarm ${rule}`),
      ...each.silentDevices.map((device) => `no contact with ${device}`),
    ];
    yield `${each.shipment}  ${each.goods}, ${each.origin} to ${each.destination}  ${state.join(', ')}`;
  }
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw unusableArguments(`${file} cannot be read as JSON: ${(cause as Error).message}`, cause);
  }
}

function oneOf(what: string, given: string, allowed: readonly string[]): string {
  if (!allowed.includes(given)) throw unusableArguments(`${what} ${given} must be ${allowed.join(', ')}`);
  return given;
}
