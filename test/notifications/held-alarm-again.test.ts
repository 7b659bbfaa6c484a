import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeAfterQuiet } from '../../src/notifications/compose-after-quiet.ts';
import { composerFrom } from '../../src/notifications/deliver/compose-for.ts';
import { attachDevice } from '../../src/storage/attach-device.ts';
import { readLedger, record } from '../../src/storage/ledger.ts';
import { putProfile } from '../../src/storage/store-profile.ts';
import { createShipment } from '../../src/storage/shipment-actions.ts';
import { type TestDatabase, startDatabase } from '../support/database.ts';
import { at, cleared, closed, departed, opened } from '../support/facts.ts';
import { receiver } from '../support/receiver.ts';
import { assignment, createdShipment, warmProfile } from '../support/shipment.ts';

let running: TestDatabase;
beforeAll(async () => (running = await startDatabase('model')));
afterAll(() => running.stop());

test('an all-clear is that of its own shipment: the alarm of another one by the same rule goes on', async () => {
  const { database } = running;
  await putProfile(database, warmProfile, 'test');
  const rule = 'warm-20m';
  let now = 300;
  const held: { shipment: string; sequence: number }[] = [];
  for (const shipment of ['H-2', 'H-3']) await createShipment(database, shipment, createdShipment, 'test');
  for (const [shipment, fact, isTold] of [
    ['H-2', opened({ rule, from: at(10) }), true],
    ['H-3', opened({ rule, from: at(10) }), true],
    ['H-3', closed({ rule, from: at(10), to: at(60) }), false],
    ['H-3', cleared(at(60), rule), true],
  ] as const) {
    await record(database, shipment, { by: 'coldwatch', now: () => at(now++) }, () => [
      { why: 'test', fact },
    ]);
    const { length: sequence } = (await readLedger(database, shipment)).entries;
    if (isTold) held.push({ shipment, sequence });
  }
  const messages = await composerFrom(database)(held, receiver);
  expect(messages).toHaveLength(3);
  const { email, subject } = composeAfterQuiet(messages, receiver);
  expect(subject).toContain('Too warm now');
  const [before, after] = email.split('came and cleared').map((part) => part.match(/H-\d/g) ?? []);
  expect(email).toContain('1 message, and 1 alarm that came and cleared');
  expect([...before!, ...after!]).toEqual(expect.arrayContaining(['H-2', 'H-3']));
});

test('an alarm that came, cleared and came again while it was quiet is told as one that goes on', async () => {
  const { database } = running;
  await putProfile(database, warmProfile, 'test');
  await createShipment(database, 'H-1', createdShipment, 'test');
  await attachDevice(database, 'lid', assignment('H-1'), 'test');
  const rule = 'warm-20m';
  const again = { id: 'e2', rule, from: at(100) };
  const facts = [
    departed(at(0)),
    opened({ rule, from: at(10) }),
    closed({ rule, from: at(10), to: at(60) }),
    cleared(at(60), rule),
    opened(again),
  ];
  for (const [index, fact] of facts.entries())
    await record(database, 'H-1', { by: 'coldwatch', now: () => at(200 + index) }, () => [
      { why: 'test', fact },
    ]);
  // Plan, sensor and departure come first.
  const held = [4, 6, 7].map((sequence) => ({ shipment: 'H-1', sequence }));
  const messages = await composerFrom(database)(held, receiver);
  const { email, subject } = composeAfterQuiet(messages, receiver);
  expect(email).not.toContain('came and cleared');
  expect(subject).toContain('Too warm now');
});
