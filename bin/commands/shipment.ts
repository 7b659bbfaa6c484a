import { parseDuration, durationHint } from '../../contract/duration.ts';
import { type Role, type SensorFate, roles, sensorFates } from '../../domain/fact.ts';
import { shipmentOf } from '../../domain/ledger.ts';
import { printShipment } from '../../domain/print-shipment.ts';
import { judgeShipment } from '../../domain/shipment-verdict.ts';
import { moment } from '../../domain/wording.ts';
import { readLedger } from '../../store/ledger.ts';
import { readProfile } from '../../store/profiles.ts';
import { rebuildSummaries } from '../../store/rebuild.ts';
import { readShipmentRecord } from '../../store/shipment-record.ts';
import { attachDevice, detachDevice } from '../../store/attach-device.ts';
import { declarePassage, declareSensor, handOver } from '../../store/shipment-steps.ts';
import { activeShipments } from '../../store/shipments.ts';
import { databaseOf } from './database-of.ts';
import { exitStatus, unusableArguments } from './exit-status.ts';
import { momentOf } from './options.ts';
import { person } from './person.ts';
import { refusals } from './refusals.ts';
import { renderShipment } from './render-shipment.ts';
import { runningCloud } from './running-cloud.ts';

type Options = { state: string; by?: string };

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
  const calibratedUntil = momentOf('--calibrated-until', options.calibratedUntil, null);
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
        calibratedUntil,
      },
      options.by ?? person(),
    ),
  );
  const ended =
    calibratedUntil !== null && calibratedUntil < now
      ? ` Its calibration ended ${moment(calibratedUntil)}: calibrate it, or take another.`
      : '';
  return `${device} watches ${shipment} as ${role}, by profile ${profile.id}.${ended}`;
}

/** Takes a device from what it watches. */
export async function shipmentDetach(device: string, options: Options & { at?: string }): Promise<string> {
  const database = databaseOf(runningCloud(options.state));
  const at = momentOf('--at', options.at, null) ?? Date.now();
  const watched = await refusals(() => detachDevice(database, device, at, options.by ?? person()));
  if (watched === null) throw unusableArguments(`${device} watches nothing`);
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

/** A shipment's verdict as of now or an earlier moment. Returns what to print and the exit status. */
export async function shipmentShow(
  shipment: string,
  options: Options & { asOf?: string; json?: boolean },
): Promise<{ output: string; status: number }> {
  const record = await readShipmentRecord(databaseOf(runningCloud(options.state)), shipment);
  if (record === null) throw unusableArguments(`shipment ${shipment} does not exist`);
  const now = Date.now();
  const asOf = momentOf('--as-of', options.asOf, null) ?? now;
  if (asOf > now) throw unusableArguments(`--as-of ${options.asOf} is still to come`);
  const entries = record.entries.filter(({ recordedAt }) => recordedAt <= asOf);
  if (entries.length === 0)
    throw unusableArguments(
      `shipment ${shipment} was planned ${moment(record.entries[0]!.recordedAt)}, after --as-of ${options.asOf}`,
    );
  const verdict = judgeShipment(entries, record.recordOf, asOf);
  return {
    output: options.json ? JSON.stringify(printShipment(verdict), null, 2) : renderShipment(verdict, entries),
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

function oneOf(what: string, given: string, allowed: readonly string[]): string {
  if (!allowed.includes(given)) throw unusableArguments(`${what} ${given} must be ${allowed.join(', ')}`);
  return given;
}
