import type { SQSBatchResponse } from 'aws-lambda';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { handedOver, routedBody } from '../benchmarks/function-under-test.ts';
import { openAccount } from '../proof/account.ts';
import { shapesOfTemplate } from '../proof/table-shapes.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { readLedger } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import { minute, start } from '../support/series.ts';
import { assignment, createdShipment, warmProfile } from '../support/shipment.ts';

afterEach(() => void vi.useRealTimers());

const second = 1000;
/** Every ingest invocation between these times fails; its messages are delivered again one visibility timeout later. */
const [failsFrom, failsUntil] = [25 * minute, 65 * minute];
const endsAt = 90 * minute;

test('once ingest works again, only a device that stopped sending is recorded as offline', async () => {
  vi.useFakeTimers({ now: start, toFake: ['Date'] });
  const { services, database, invoke, close } = await openAccount(shapesOfTemplate());
  onTestFinished(close);
  const { queue } = services;
  await putProfile(database, warmProfile, 'test');
  const devices = Array.from({ length: 20 }, (_, index) => `box-${index}`);
  for (const device of devices) {
    await createShipment(database, `of-${device}`, createdShipment, 'test');
    await attachDevice(database, device, assignment(`of-${device}`), 'test');
  }
  for (let passed = 0; passed < endsAt; passed += 5 * second) {
    vi.setSystemTime(start + passed);
    const now = Date.now();
    for (const [index, device] of devices.entries()) {
      const isSilent = index === 0 && passed >= failsFrom;
      if (passed % (10 * minute) === index * 30 * second && !isSilent)
        queue.send(routedBody(device, JSON.stringify({ time: now, temperature: 5 }), now), now);
    }
    if (passed % minute === 40 * second) await invoke('monitor-shipments', {});
    for (let batch = queue.receive(10, now); batch.length > 0; batch = queue.receive(10, now)) {
      if (passed >= failsFrom && passed < failsUntil) continue;
      const Records = batch.map(({ id, body, sentAt }) => handedOver(id, body, sentAt));
      const { batchItemFailures } = (await invoke('ingest-telemetry', { Records })) as SQSBatchResponse;
      expect(batchItemFailures).toEqual([]);
      queue.done(batch, now, 0);
    }
  }
  const offlineDevices: string[] = [];
  for (const device of devices)
    for (const { fact } of (await readLedger(database, `of-${device}`)).entries)
      if (fact.kind === 'contact-lost') offlineDevices.push(fact.device);
  expect(offlineDevices).toEqual(['box-0']);
});
