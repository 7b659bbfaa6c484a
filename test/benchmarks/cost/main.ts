import '../../support/own-temporary-folder.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findProfile, readProfileJson } from '../../../src/cli/find-profile.ts';
import { App } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { settings as production } from '../../../config/production.ts';
import { counts, durations } from '../../../src/runtime/observability.ts';
import { ColdwatchStack } from '../../../lib/coldwatch-stack.ts';
import { parseDuration } from '../../../src/model/duration.ts';
import { ingestBatch, ingestMegabytes } from '../../../lib/constructs/ingest.ts';
import { notifyMegabytes } from '../../../lib/constructs/notifications.ts';
import { monitoringFunctions } from '../../../lib/constructs/monitoring-functions.ts';
import { monitoringMegabytes } from '../../../lib/constructs/monitoring.ts';
import { sourceIngestMegabytes } from '../../../lib/constructs/source-ingest.ts';
import { type Bill, type Prices, assumed, billOf } from './bill.ts';
import { countFleet } from './count-fleet.ts';

const usage = `Usage: npm run cost -- [--devices 10000] [--interval PT10M] [--days 10] [--profile controlled-cold] [--prices FILE] [--json]

  --devices N    devices under way at the same time
  --interval D   how often each sends a message, as PT10M
  --days N       how long a shipment travels
  --profile ID   the storage profile: a built-in one or a file
  --prices FILE  your own prices, in the format of test/benchmarks/cost/prices.json`;

/** Lambda starts polling a queue with this many concurrent batches. */
const pollers = 5;
const targetUsd = 1.6;
const targetRatio = 1.2;
const targetHttpsRatio = 1.15;

class UsageError extends Error {}

async function main(): Promise<void> {
  const { devices, intervalMs, days, profile, prices, json } = readOptions();
  const perSecond = devices / (intervalMs / 1000);
  const gathered = Math.floor((perSecond * ingestBatch.windowSeconds) / pollers);
  const batch = Math.max(1, Math.min(ingestBatch.messages, gathered));
  const counted = await countFleet({ intervalMs, batch, profile: profile.json });
  const fleet = {
    devices,
    intervalMs,
    days,
    batch,
    megabytes: {
      ingest: ingestMegabytes,
      monitoring: monitoringMegabytes,
      notify: notifyMegabytes,
      accept: sourceIngestMegabytes,
    },
    monitoringFunctions,
    fixed: {
      alarms: alarmsOfProduction(),
      metrics: [...counts, ...durations].filter((name) => !name.startsWith('Canary')).length,
    },
  };
  const bill = billOf(counted, fleet, prices);
  const { region, gathered: pricesOf } = prices;
  const of = { devices, intervalSeconds: intervalMs / 1000, days, profile: profile.id, batch };
  if (json)
    console.log(
      JSON.stringify(
        { of, ...bill, prices: { region, gathered: pricesOf, items: prices.items }, assumed },
        null,
        2,
      ),
    );
  else console.log(inWords(bill, of, counted.messages, prices));
}

/** The number of alarms in a production deployment. */
function alarmsOfProduction(): number {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const parts = new ColdwatchStack(app, production).node.findAll();
  return parts.filter((part) => part instanceof Alarm).length;
}

function inWords(
  bill: Bill,
  {
    devices,
    intervalSeconds,
    days,
    profile,
    batch,
  }: { devices: number; intervalSeconds: number; days: number; profile: string; batch: number },
  messages: number,
  { region, gathered, items }: Prices,
): string {
  const { usdPerMillionMessages: million, perMessage } = bill;
  const parts = Object.entries(million.parts).sort(([, a], [, b]) => b - a);
  const usd = (amount: number, digits = 2): string => amount.toFixed(digits).padStart(8);
  const [first, second] = parts as [[string, number], [string, number]];
  return `${devices} devices, one message every ${intervalSeconds / 60} min, journeys of ${days} days, profile ${profile}; batches of ${batch}.
Measured over ${messages} messages with the functions as deployed; prices of ${region}, gathered ${gathered}.

USD per million messages
${parts.map(([name, amount]) => `  ${name.padEnd(12)} ${usd(amount, 3)}   ${String(Math.round((100 * amount) / million.basicIngest)).padStart(3)} %`).join('\n')}
  Basic Ingest ${usd(million.basicIngest, 3)}   target: at most ${targetUsd.toFixed(2)}
  direct       ${usd(million.direct, 3)}   with the messaging charge
  floor        ${usd(bill.floorUsdPerMillionMessages, 3)}   ratio ${bill.ratioToFloor.toFixed(3)}, target: at most ${targetRatio}

By HTTPS, of a source
${Object.entries(bill.https.parts)
  .sort(([, a], [, b]) => b - a)
  .map(([name, amount]) => `  ${name.padEnd(12)} ${usd(amount, 3)}`)
  .join('\n')}
  HTTPS        ${usd(bill.https.usdPerMillionMessages, 3)}   ${bill.https.writeUnits.toFixed(3)} write units and ${bill.https.readUnits.toFixed(3)} read units a message
  ordinary     ${usd(bill.https.ordinaryUsdPerMillionMessages, 3)}   MQTT with messaging and connectivity: ratio ${bill.https.ratioToOrdinary.toFixed(3)}, target: at most ${targetHttpsRatio}
  Basic Ingest ${usd(million.basicIngest, 3)}   ratio ${bill.https.ratioToBasicIngest.toFixed(3)}

Device, month    ${usd(bill.usdPerDeviceMonth, 4)} USD, and ${bill.connectivityUsdPerDeviceMonth.toFixed(4)} for being connected all month
Shipment         ${usd(bill.usdPerShipment, 4)} USD
Fleet, month     ${usd(bill.usdPerMonth)} USD, and ${bill.fixedUsdPerMonth.toFixed(2)} for alarms, metrics, dashboard and key; ${bill.canaryUsdPerMonth.toFixed(2)} more with the synthetic sensor

A message uses ${perMessage.writeUnits.toFixed(3)} write units, ${perMessage.readUnits.toFixed(3)} read units, ${perMessage.queueRequests.toFixed(2)} queue requests; ${(1 / perMessage.invocations).toFixed(1)} messages per invocation.
The next dollar goes to ${first[0]} (${Math.round((100 * first[1]) / million.basicIngest)} %), then ${second[0]} (${Math.round((100 * second[1]) / million.basicIngest)} %).

How certain the prices are (for your own table: --prices FILE)
${Object.entries(items)
  .map(
    ([name, { usd: each, unit, sure }]) =>
      `  ${name.padEnd(22)} ${String(each).padStart(13)}  ${unit}: ${sure}`,
  )
  .join('\n')}
Assumed: a processor at ${assumed.megabytesOfProcessor} MB as fast as this machine's; ${assumed.waitMs.stream} ms for the stream and ${assumed.waitMs.tables} ms for the tables per batch; ${assumed.platformLogBytes} bytes of Lambda's own log; ${assumed.accessLogBytes} bytes of the gateway's for a request of a source. Not included: SMS and mail, people's requests, downloads.`;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      devices: { type: 'string', default: '10000' },
      interval: { type: 'string', default: 'PT10M' },
      days: { type: 'string', default: '10' },
      profile: { type: 'string', default: 'controlled-cold' },
      prices: { type: 'string', default: join(import.meta.dirname, 'prices.json') },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) throw new UsageError('');
  const positive = (name: string, text: string): number => {
    const number = Number(text);
    if (!(number > 0)) throw new UsageError(`--${name} ${text} must be a number above 0`);
    return number;
  };
  const intervalMs = parseDuration(values.interval);
  if (intervalMs === null || intervalMs <= 0)
    throw new UsageError(`--interval ${values.interval} must be a duration as PT10M`);
  const found = findProfile(values.profile);
  if (found.profile.maxGapMs < intervalMs)
    throw new UsageError(
      `--interval ${values.interval} is longer than the maxGap of ${found.profile.id}: the profile would see gaps only; choose a shorter interval or another --profile`,
    );
  let prices: Prices;
  try {
    prices = JSON.parse(readFileSync(values.prices, 'utf8')) as Prices;
  } catch (cause) {
    throw new UsageError(`--prices ${values.prices} cannot be read as JSON: ${(cause as Error).message}`);
  }
  return {
    devices: positive('devices', values.devices),
    intervalMs,
    days: positive('days', values.days),
    profile: { id: found.profile.id, json: readProfileJson(values.profile) },
    prices,
    json: values.json,
  };
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const isExpected =
    error instanceof UsageError ||
    (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true ||
    (error as { status?: number }).status === 64;
  console.error(isExpected ? `${(error as Error).message}\n\n${usage}`.trim() : error);
  process.exit(isExpected ? 64 : 1);
}
