import { resolveProfile } from '../../src/model/combined-profile.ts';
import { type Product, fieldsOfProducts } from '../../src/model/product.ts';
import type { Profile } from '../../src/model/profile.ts';
import type { Reading } from '../../src/model/reading.ts';
import { profileOfSensor } from '../../src/model/sensor-profile.ts';
import { evaluateShipment } from '../../src/shipments/shipment-verdict.ts';
import { findProfile } from '../../src/cli/find-profile.ts';
import { arrived, attached, created, departed, ledger } from '../support/facts.ts';
import { minute, start } from '../support/series.ts';
import { quantile, timed } from './measure.ts';

/** Fourteen days of a reading every five minutes: temperature and humidity, with one warm hour. */
const count = 14 * 24 * 12;
const stepMs = 5 * minute;
const readings: readonly Reading[] = Array.from({ length: count }, (_, index): Reading[] => {
  const at = start + index * stepMs;
  const isWarm = index >= 2000 && index < 2012;
  const value = Math.round((5 + Math.sin(index / 40) + (isWarm ? 5 : 0)) * 100) / 100;
  return [
    { channel: 'temperature', at, value },
    { channel: 'humidity', at, value: 45 + (index % 7) },
  ];
}).flat();

const ids = ['who-storage', 'controlled-cold', 'insulin-unopened', 'transport-2-8', 'red-cells-transport'];

/** Milliseconds that the verdict of a shipment takes with one product, and how many times as long with five. */
type VerdictOfProducts = { readonly oneProductMs: number; readonly fiveProductsToOne: number };

/**
 * Both verdicts are computed in turn, so that whatever else the machine does slows both; the fastest tenth of the rounds
 * is what they take undisturbed.
 */
export function verdictOfProducts(rounds = 100): VerdictOfProducts {
  const [one, five] = [shipmentOf(1), shipmentOf(5)];
  const times = { one: [] as number[], five: [] as number[] };
  for (let round = -warmUp; round < rounds; round++) {
    const [ofOne, ofFive] = [timed(one), timed(five)];
    if (round < 0) continue;
    times.one.push(ofOne);
    times.five.push(ofFive);
  }
  const [ofOne, ofFive] = [quantile(times.one, 0.1), quantile(times.five, 0.1)];
  return { oneProductMs: ofOne / 1e6, fiveProductsToOne: ofFive / ofOne };
}

const warmUp = 20;

function shipmentOf(number: number): () => void {
  const parts = ids.slice(0, number).map((id): Profile => findProfile(id).profile);
  const products = parts.map(({ id, version }): Product => ({
    id,
    name: id,
    profile: { id, version },
    lots: [],
  }));
  const plan = { ...created(), products, ...fieldsOfProducts(products) };
  const version = profileOfSensor(plan, null);
  const end = start + (count - 1) * stepMs;
  const entries = ledger(
    plan,
    attached('lid', start, { profile: version, intervalMs: stepMs }),
    departed(start + stepMs),
    arrived(end),
  );
  const monitored = resolveProfile(version, ({ id }) => parts.find((each) => each.id === id)!);
  const profile = { ...monitored, reportingIntervalMs: stepMs };
  return () => {
    // What is derived from readings is remembered with their list, so each evaluation has a list of its own.
    const record = { readings: [...readings], profile };
    evaluateShipment(entries, () => record, end + 60 * minute);
  };
}
