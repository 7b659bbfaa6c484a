import { isFileDevice } from '../../model/attached-file.ts';
import { shipmentOf } from '../../shipments/ledger.ts';
import { type Person, mayAt } from '../../shipments/permissions.ts';
import type { Role } from '../../model/enumerations.ts';
import type { Entry } from '../../shipments/ledger.ts';
import { profileOfSensor } from '../../model/sensor-profile.ts';
import { AlreadyAttached } from '../../storage/assign.ts';
import { attachDevice } from '../../storage/attach-device.ts';
import { readLedger } from '../../storage/ledger.ts';
import { readVersionOfProfile } from '../../storage/profiles.ts';
import type { Database } from '../../storage/tables.ts';
import type { Actor } from '../../storage/execute-action.ts';
import { isThingName } from '../../telemetry/topic.ts';
import { RequestRefused } from '../http/problem.ts';

type Asked = {
  readonly device: string;
  readonly role: Role;
  readonly since?: number | undefined;
  readonly interval?: number | undefined;
  readonly calibratedUntil: number | null;
  readonly products?: readonly string[] | undefined;
};

/**
 * Attaches a device to a shipment, with the profile of its role and its own reporting interval (`interval`,
 * milliseconds).
 * @throws {RequestRefused} when the name is invalid, the role has no profile, the interval exceeds the profile's
 * maximum gap, or the device was attached to another site's shipment at that time.
 * @throws {AlreadyAttached} when it was attached to a shipment that the person may read.
 */
export async function attach(
  database: Database,
  person: Person,
  entries: readonly Entry[],
  { device, role, since, interval, calibratedUntil, products }: Asked,
  actor: Actor,
): Promise<void> {
  if (!isThingName(device))
    throw new RequestRefused(
      400,
      `device: must be a valid thing name: letters, digits, ":", "_", "-", at most 128`,
    );
  if (isFileDevice(device))
    throw new RequestRefused(
      409,
      `${device} is the name of a file's device; drop the file at the shipment instead.`,
    );
  const plan = shipmentOf(entries);
  const { ambientProfile = null } = plan;
  if (role === 'ambient' && ambientProfile === null)
    throw new RequestRefused(422, 'The shipment has no ambient profile; plan it with "ambientProfile".');
  const profile = role === 'ambient' ? ambientProfile! : profileOfSensor(plan, products ?? null);
  const stored = await readVersionOfProfile(database, profile);
  const intervalMs = interval ?? stored.reportingIntervalMs;
  if (intervalMs > stored.maxGapMs)
    throw new RequestRefused(
      422,
      `interval: ${intervalMs / 1000} s must be at most the maxGap of profile ${stored.id}, ${stored.maxGapMs / 1000} s`,
    );
  const now = Date.now();
  try {
    await attachDevice(
      database,
      device,
      {
        shipment: entries[0]!.shipment,
        profile,
        since: since ?? now,
        intervalMs,
        attachedAt: now,
        role,
        calibratedUntil,
        ...(products !== undefined && { products }),
      },
      actor,
    );
  } catch (error) {
    if (!(error instanceof AlreadyAttached)) throw error;
    const { entries: others } = await readLedger(database, error.shipment);
    // The id of another site's shipment is not disclosed.
    if (others.length > 0 && mayAt(person, 'read-shipment', shipmentOf(others).site)) throw error;
    throw new RequestRefused(
      409,
      `${device} was attached to another shipment at that time; detach it there first.`,
    );
  }
}
