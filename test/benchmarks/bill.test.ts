import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Prices, billOf } from './cost/bill.ts';
import type { Counted } from './cost/count-fleet.ts';
import { type Share, noShare } from './cost/share.ts';

const prices = JSON.parse(readFileSync('test/benchmarks/cost/prices.json', 'utf8')) as Prices;

const share = (changes: Partial<Share>): Share => ({ ...noShare(), ...changes });

/** A thousand messages in batches of ten, with each device monitored over its time. */
const counted: Counted = {
  messages: 1000,
  deviceMinutes: 10_000,
  ingest: share({
    writeUnits: 1050,
    invocations: 100,
    streamedBytes: 512_000,
    streamedRaw: [Buffer.alloc(200_000)],
  }),
  monitoring: share({ readUnits: 1000, invocations: 100 }),
  idleMonitoring: share({ invocations: 10 }),
  notify: share({ readUnits: 100, invocations: 100 }),
  source: {
    messages: 1000,
    meteredRequests: 1000,
    accept: share({ writeUnits: 1000, readUnits: 1000, invocations: 1000, requests: { SendMessage: 1000 } }),
    ingest: share({ writeUnits: 1050, invocations: 100 }),
  },
  life: share({ writeUnits: 20, readUnits: 40, requests: { PutObject: 5 } }),
  archivedBytesPerMessage: 0,
  storedBytesPerMessage: 0,
};
const fleet = {
  devices: 10_000,
  intervalMs: 600_000,
  days: 10,
  batch: 10,
  megabytes: { ingest: 512, monitoring: 512, notify: 512, accept: 256 },
  monitoringFunctions: 4,
  fixed: { alarms: 10, metrics: 10 },
};

describe('a bill', () => {
  const bill = billOf(counted, fleet, prices);

  test('multiplies what was used by its price', () => {
    const { parts, basicIngest, direct } = bill.usdPerMillionMessages;
    expect(parts['rules']).toBeCloseTo(0.3, 9);
    // At a thousand messages a minute, a tick of the notify function adds three requests and a read unit.
    expect(parts['queue']).toBeCloseTo(0.48 + (3 / 1000) * 0.4, 9);
    // 1.05 write units, and one read unit per message: monitoring reads by the minute, ten units per message.
    expect(parts['tables']).toBeCloseTo(1.05 * 0.625 + (1 + 1 / 1000) * 0.125, 9);
    expect(basicIngest).toBeCloseTo(
      Object.values(parts).reduce((sum, each) => sum + each, 0),
      9,
    );
    expect(direct - basicIngest).toBeCloseTo(1, 9);
  });

  test('spreads the fixed cost of monitoring over the messages: much for few, almost nothing for many', () => {
    const idleMonitoring = share({ readUnits: 80, invocations: 10 });
    const { perMessage } = billOf({ ...counted, idleMonitoring }, fleet, prices);
    // Of a thousand read units, eight hundred depend on time; eight of them per minute are spread over a thousand
    // messages.
    expect(perMessage.readUnits).toBeCloseTo(0.2 + 8 / 1000 + 1 / 1000, 9);
    // A batch of ten, and once a minute four monitoring functions and the notify function.
    expect(perMessage.invocations).toBeCloseTo(0.1 + 5 / 1000, 9);
  });

  test('is compared with the lowest price that these services charge for a message', () => {
    const floor = 0.3 + 0.48 + 0.02 + 0.625 + (200 / 1e9) * 0.029 * 1e6;
    expect(bill.floorUsdPerMillionMessages).toBeCloseTo(floor, 9);
    expect(bill.ratioToFloor).toBeCloseTo(bill.usdPerMillionMessages.basicIngest / floor, 9);
  });

  test('is converted to a device, a shipment and a fleet', () => {
    const message = bill.usdPerMillionMessages.basicIngest / 1e6;
    expect(bill.usdPerDeviceMonth).toBeCloseTo(message * 4320, 9);
    expect(bill.usdPerShipment).toBeCloseTo(message * 1440 + 20 * 6.25e-7 + 40 * 1.25e-7 + 5 * 5e-6, 9);
    expect(bill.usdPerMonth).toBeCloseTo(message * 4320 * 10_000, 6);
    expect(bill.connectivityUsdPerDeviceMonth).toBeCloseTo(0.003456, 9);
  });

  test('of a message by HTTPS has no topic rule, and is compared with MQTT as devices ordinarily use it', () => {
    const { parts, usdPerMillionMessages, ...ratios } = bill.https;
    const { direct, basicIngest } = bill.usdPerMillionMessages;
    expect(parts['gateway']).toBeCloseTo(1, 9);
    expect('rules' in parts).toBe(false);
    // A write unit, a read unit, an invocation of 24 ms at 256 MB, and what the gateway logs.
    expect(parts['accepting']).toBeCloseTo(
      0.625 + 0.125 + 0.2 + 0.024 * 0.25 * 13.3334 + (280 / 1e9) * 0.5 * 1e6,
      6,
    );
    // 4 320 messages a month share the price of being connected all month.
    const ordinary = direct + (43_200 * 0.08) / 4320;
    expect(ratios.ordinaryUsdPerMillionMessages).toBeCloseTo(ordinary, 9);
    expect(ratios.ratioToOrdinary).toBeCloseTo(usdPerMillionMessages / ordinary, 9);
    expect(ratios.ratioToBasicIngest).toBeCloseTo(usdPerMillionMessages / basicIngest, 9);
    // A request that is metered twice, or a second message on the queue, costs more.
    const twice = {
      ...counted.source,
      meteredRequests: 2000,
      accept: { ...counted.source.accept, requests: { SendMessage: 2000 } },
    };
    const { https } = billOf({ ...counted, source: twice }, fleet, prices);
    expect(https.usdPerMillionMessages - usdPerMillionMessages).toBeCloseTo(1.4, 9);
  });

  test('is refused if a price is missing, with the name of the price', () => {
    const { sqsRequest: _, ...items } = prices.items;
    expect(() => billOf(counted, fleet, { ...prices, items })).toThrow('has no item "sqsRequest"');
  });

  test('uses only prices with a source', () => {
    for (const { usd, unit, sure } of Object.values(prices.items)) {
      expect(usd).toBeGreaterThan(0);
      expect(`${unit} ${sure}`.length).toBeGreaterThan(8);
    }
  });
});
