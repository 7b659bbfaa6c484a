import { setTimeout as sleep } from 'node:timers/promises';
import { IoTDataPlaneClient, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { topicOf } from '../src/telemetry/topic.ts';
import { attachmentsRecorded } from '../src/shipments/ledger.ts';
import { journeyRecorded } from '../src/shipments/milestones.ts';
import { evaluateShipment } from '../src/shipments/shipment-verdict.ts';
import { readDeviceItem } from '../src/storage/append.ts';
import { attachDevice, detachDevice } from '../src/storage/attach-device.ts';
import { readLedger } from '../src/storage/ledger.ts';
import { noteProgress } from '../src/storage/progress.ts';
import { NoSuchProfile, readProfile } from '../src/storage/profiles.ts';
import { putProfile } from '../src/storage/store-profile.ts';
import { readRecords } from '../src/storage/shipment-record.ts';
import { createShipment, declareMilestone } from '../src/storage/shipment-actions.ts';
import { recordsFromEnv } from '../src/storage/database-from-env.ts';
import { requireEnv } from '../src/runtime/require-env.ts';
import { count, logger, measure } from '../src/runtime/observability.ts';
import { scheduled } from '../src/runtime/scheduled.ts';

const database = recordsFromEnv();
const things = new IoTDataPlaneClient({});
const thing = requireEnv('CANARY_THING');
const topic = topicOf(thing, 'telemetry', requireEnv('TOPIC_ROOT'));
const by = 'canary';
/** How long the canary waits for its reading before the reading counts as lost. */
const timeoutMs = 40_000;
const pollEveryMs = 500;
const intervalMs = 5 * 60_000;

/** A profile whose only rule never fires: the canary only checks that its reading reaches the verdict. */
const profileJson = {
  id: 'canary',
  version: 1,
  name: 'Synthetic sensor',
  reportingInterval: 'PT5M',
  maxGap: 'PT1H',
  completeness: { minimumCoverage: 0.5, longestGap: 'PT24H' },
  rules: [
    { id: 'boiling', channel: 'temperature', above: 100, mode: 'instant', severity: 'info', judges: false },
  ],
  meanKineticTemperature: null,
};
const profile = { id: profileJson.id, version: profileJson.version };

/** Sends a reading as a sensor does, and waits until the verdict of its shipment counts it. */
export const handler = scheduled(async () => {
  const shipment = await shipmentOfThisMonth();
  const before = await evaluatedReadings(shipment);
  const at = Date.now();
  await things.send(
    new PublishCommand({ topic, qos: 1, payload: Buffer.from(JSON.stringify({ time: at, temperature: 5 })) }),
  );
  while (Date.now() - at < timeoutMs) {
    await sleep(pollEveryMs);
    if ((await evaluatedReadings(shipment)) <= before) continue;
    await noteProgress(database, '#canary', at);
    count('CanaryReadings');
    measure('CanarySeconds', Date.now() - at);
    return;
  }
  logger.error('the synthetic reading was not evaluated', {
    shipment,
    device: thing,
    waitedMs: timeoutMs,
  });
});

/** Uses a new shipment each month, so that none grows for ever. A later invocation completes an interrupted change. */
async function shipmentOfThisMonth(): Promise<string> {
  const now = Date.now();
  const shipment = shipmentOfMonth(now);
  const { assignment } = await readDeviceItem(database, thing);
  if (assignment?.shipment === shipment) return shipment;
  await addProfile();
  if (assignment !== null) await detachDevice(database, thing, now - 1, by);
  for (const ended of [assignment?.shipment, shipmentOfMonth(now, -1)])
    if (ended !== undefined) await arrive(ended, now - 1);
  const places = { goods: 'a synthetic sensor', origin: 'nowhere', destination: 'nowhere', site: 'canary' };
  await createShipment(database, shipment, { ...places, profile, audience: ['canary'] }, by);
  await attachDevice(database, thing, { shipment, profile, since: now, intervalMs, attachedAt: now }, by);
  return shipment;
}

/** The id of the shipment for the month of `at`, shifted by `months`. */
function shipmentOfMonth(at: number, months = 0): string {
  const date = new Date(at);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  return `canary-${new Date(first).toISOString().slice(0, 7)}`;
}

/** Declares the arrival of a shipment that has a ledger, unless that was done already. */
async function arrive(shipment: string, at: number): Promise<void> {
  const { entries } = await readLedger(database, shipment);
  if (entries.length > 0 && journeyRecorded(entries).arrivedAt === null)
    await declareMilestone(database, shipment, 'arrived', at, by);
}

/** Adds the profile unless it exists. */
async function addProfile(): Promise<void> {
  try {
    await readProfile(database, profile.id, profile.version);
  } catch (error) {
    if (!(error instanceof NoSuchProfile)) throw error;
    await putProfile(database, profileJson, by);
  }
}

/** How many temperature readings the verdict counts. */
async function evaluatedReadings(shipment: string): Promise<number> {
  const { entries } = await readLedger(database, shipment);
  if (attachmentsRecorded(entries).length === 0) return 0;
  const verdict = evaluateShipment(entries, await readRecords(database, entries), Date.now());
  return verdict.sensors[0]?.judgement.channels['temperature']?.readings ?? 0;
}
