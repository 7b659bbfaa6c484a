import { topicOf } from '../../../src/telemetry/topic.ts';
import { append } from '../../../src/storage/append.ts';
import { attachDevice } from '../../../src/storage/attach-device.ts';
import { createShipment, declareMilestone } from '../../../src/storage/shipment-actions.ts';
import type { LocalRun } from '../../support/local-run.ts';

const profile = { id: 'controlled-cold', version: 1 };
const minute = 60_000;

/** A shipment with the given number of temperature readings, published like the buffer of a device. */
export async function seedLong(own: LocalRun, readings: number): Promise<void> {
  const everyMs = minute;
  const since = Date.now() - readings * everyMs;
  await shipmentWith(own, 'LONG-1', since, everyMs);
  const connection = await own.connect('box-LONG-1');
  const batch = 2000;
  for (let begin = 0; begin < readings; begin += batch) {
    const part = Array.from({ length: Math.min(batch, readings - begin) }, (_, index) => {
      const at = since + (begin + index) * everyMs;
      const temperature = Number((5 + Math.sin(at / 4e6) + Math.sin(at * 12.9898) * 0.6).toFixed(2));
      return { time: at, temperature };
    });
    await connection.publish(topicOf('box-LONG-1', 'telemetry'), JSON.stringify(part));
  }
  await connection.close();
  await own.drained();
}

/** The given number of shipments under way, each with a reading five minutes old. */
export async function seedMany(own: LocalRun, shipments: number): Promise<void> {
  const now = Date.now();
  const names = Array.from({ length: shipments }, (_, index) => `MANY-${String(index).padStart(4, '0')}`);
  const next = names.values();
  const work = async (): Promise<void> => {
    for (const shipment of next) {
      await shipmentWith(own, shipment, now - 60 * minute, 10 * minute);
      await declareMilestone(own.database, shipment, 'departed', now - 50 * minute, 'bench');
      const index = Number(shipment.slice(5));
      const at = now - 5 * minute;
      await append(own.database, `box-${shipment}`, [
        [
          { channel: 'temperature', at, value: 4 + (index % 9) / 2 },
          { channel: 'location', at, latitude: 36 + (index % 47) / 2, longitude: -9 + (index % 61) / 1.5 },
        ],
      ]);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
}

async function shipmentWith(
  own: LocalRun,
  shipment: string,
  since: number,
  intervalMs: number,
): Promise<void> {
  const plan = {
    goods: 'measles vaccine',
    origin: 'Cambridge',
    destination: 'Munich',
    site: 'north',
    profile,
    audience: [],
  };
  await createShipment(own.database, shipment, plan, 'bench');
  const attaching = { shipment, profile, since, intervalMs, attachedAt: Date.now() };
  await attachDevice(own.database, `box-${shipment}`, attaching, 'bench');
}
