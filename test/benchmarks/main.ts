import '../support/own-temporary-folder.ts';
import './silence-logs.ts';
import { parseArgs } from 'node:util';
import { startDatabase } from '../support/database.ts';
import { compareWithNaive } from './naive/compare-with-naive.ts';
import { endToEnd } from './end-to-end.ts';
import { verdictOfProducts } from './products.ts';
import { slowestPayloadMs } from './slowest-payload.ts';
import { unitsPerMessage } from './write-units.ts';

const targets: Record<string, string> = {
  writeUnitsPerMessage: 'at most 1.1 (floor 1)',
  readUnitsPerMessage: 'at most 0.1 (floor 0)',
  slowestPayloadMs: 'at most 50, for 128 KB',
  'verdict.fiveProductsToOne': 'at most 1.5',
  'endToEnd.messagesPerSecond': 'reported',
  'endToEnd.publishToNotificationMs.p50': 'reported',
  'endToEnd.publishToNotificationMs.p99': 'reported',
};

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });

const slowestPayload = slowestPayloadMs();
const verdict = verdictOfProducts();
const engine = await startDatabase();
const units = await unitsPerMessage(engine.database);
await engine.stop();
const whole = await endToEnd();
const compared = await compareWithNaive();
const figures = {
  writeUnitsPerMessage: units.write,
  readUnitsPerMessage: units.read,
  slowestPayloadMs: slowestPayload,
  verdict,
  endToEnd: whole,
  compared,
};

if (values.json) console.log(JSON.stringify(figures, null, 2));
else {
  for (const [name, target] of Object.entries(targets)) {
    const value = name
      .split('.')
      .reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], figures);
    console.log(`${name.padEnd(38)} ${Number(value).toPrecision(4).padStart(10)}   ${target}`);
  }
  for (const [name, { coldwatch, naive }] of Object.entries(compared))
    console.log(
      `${name.padEnd(38)} ${coldwatch.toPrecision(4).padStart(10)}   reported; ${naive.toPrecision(4)} of a handler as tutorials build it`,
    );
}
// The bundle's clients keep connections open.
process.exit(0);
