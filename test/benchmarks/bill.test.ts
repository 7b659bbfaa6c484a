import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Prices, billOf } from './cost/bill.ts';
import type { Counted } from './cost/count-fleet.ts';
import { type Share, noShare } from './cost/share.ts';

const prices = JSON.parse(readFileSync('test/benchmarks/cost/prices.json', 'utf8')) as Prices;

const share = (changes: Partial<Share>): Share => ({ ...noShare(), ...changes });

/** A thousand messages in batches of ten, each device watched for its time. */
const counted: Counted = {
  messages: 1000,
  deviceMinutes: 10_000,
  ingest: share({
    writeUnits: 1050,
    invocations: 100,
    streamedBytes: 512_000,
    streamedRaw: [Buffer.alloc(200_000)],
  }),
  watch: share({ readUnits: 1000, invocations: 100 }),
  idleWatch: share({ invocations: 10 }),
  notify: share({ readUnits: 100, invocations: 100 }),
  life: share({ writeUnits: 20, readUnits: 40, requests: { PutObject: 5 } }),
  archivedBytesPerMessage: 0,
  storedBytesPerMessage: 0,
};
const fleet = {
  devices: 10_000,
  intervalMs: 600_000,
  days: 10,
  batch: 10,
  megabytes: { ingest: 512, watch: 512, notify: 512 },
  monitoringFunctions: 4,
  fixed: { alarms: 10, metrics: 10 },
};

describe('a bill', () => {
  const bill = billOf(counted, fleet, prices);

  test('is what was counted times what it costs', () => {
    const { parts, basicIngest, direct } = bill.usdPerMillionMessages;
    expect(parts['rules']).toBeCloseTo(0.3, 9);
    // A thousand messages a minute, to which a tick of notify is three requests and a read unit.
    expect(parts['queue']).toBeCloseTo(0.48 + (3 / 1000) * 0.4, 9);
    // 1.05 write units, and a read unit a message: watch reads by the minute, ten to a message.
    expect(parts['tables']).toBeCloseTo(1.05 * 0.625 + (1 + 1 / 1000) * 0.125, 9);
    expect(basicIngest).toBeCloseTo(
      Object.values(parts).reduce((sum, each) => sum + each, 0),
      9,
    );
    expect(direct - basicIngest).toBeCloseTo(1, 9);
  });

  test('puts on few messages what watch asks for however few they are, and on many next to nothing', () => {
    const idleWatch = share({ readUnits: 80, invocations: 10 });
    const { perMessage } = billOf({ ...counted, idleWatch }, fleet, prices);
    // Of a thousand, eight hundred went by the minute; a thousand messages a minute bear eight of them.
    expect(perMessage.readUnits).toBeCloseTo(0.2 + 8 / 1000 + 1 / 1000, 9);
    // A batch of ten, and four functions of watch and that which notifies, once a minute.
    expect(perMessage.invocations).toBeCloseTo(0.1 + 5 / 1000, 9);
  });

  test('is held against the least that the same services ask for a message', () => {
    const floor = 0.3 + 0.48 + 0.02 + 0.625 + (200 / 1e9) * 0.029 * 1e6;
    expect(bill.floorUsdPerMillionMessages).toBeCloseTo(floor, 9);
    expect(bill.ratioToFloor).toBeCloseTo(bill.usdPerMillionMessages.basicIngest / floor, 9);
  });

  test('of a device, a shipment and a fleet follow from it', () => {
    const message = bill.usdPerMillionMessages.basicIngest / 1e6;
    expect(bill.usdPerDeviceMonth).toBeCloseTo(message * 4320, 9);
    expect(bill.usdPerShipment).toBeCloseTo(message * 1440 + 20 * 6.25e-7 + 40 * 1.25e-7 + 5 * 5e-6, 9);
    expect(bill.usdPerMonth).toBeCloseTo(message * 4320 * 10_000, 6);
    expect(bill.connectivityUsdPerDeviceMonth).toBeCloseTo(0.003456, 9);
  });

  test('is refused where a price is missing, by its name', () => {
    const { sqsRequest: _, ...items } = prices.items;
    expect(() => billOf(counted, fleet, { ...prices, items })).toThrow('has no item "sqsRequest"');
  });

  test('by prices that all say where they come from', () => {
    for (const { usd, unit, sure } of Object.values(prices.items)) {
      expect(usd).toBeGreaterThan(0);
      expect(`${unit} ${sure}`.length).toBeGreaterThan(8);
    }
  });
});
