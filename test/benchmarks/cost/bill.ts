import type { Counted } from './count-fleet.ts';
import type { Share } from './share.ts';

/** A price in USD, with its unit and how certain it is. */
type Price = { readonly usd: number; readonly unit: string; readonly sure: string };
export type Prices = {
  readonly region: string;
  readonly gathered: string;
  readonly items: { readonly [name: string]: Price };
};

/** The fleet that a bill is for. */
type Fleet = {
  readonly devices: number;
  readonly intervalMs: number;
  readonly days: number;
  readonly megabytes: {
    readonly ingest: number;
    readonly monitoring: number;
    readonly notify: number;
    readonly accept: number;
  };
  /** How many monitoring functions share the fleet, each invoked once a minute. */
  readonly monitoringFunctions: number;
  /** Messages per invocation. */
  readonly batch: number;
  readonly fixed: { readonly alarms: number; readonly metrics: number };
};

/** Assumptions that we have not measured; printed with each bill. */
export const assumed = {
  /**
   * AWS: a function has one processor at 1 769 MB, and a proportional share below. A core is assumed to be as fast as
   * this one.
   */
  megabytesOfProcessor: 1769,
  /**
   * What a batch waits for in turn: the archive's stream, then the tables. A request of a source waits for the tables
   * twice, then for the queue.
   */
  waitMs: { stream: 20, tables: 8, queue: 8 },
  /** The line that the gateway writes for a request: its format with values of their usual length. */
  accessLogBytes: 280,
  /** The START, END and REPORT lines that Lambda writes for an invocation. */
  platformLogBytes: 400,
  /** A run of the synthetic sensor: it waits until its reading is available, and reads to see that. */
  canary: { seconds: 7, megabytes: 256, readUnits: 60, metrics: 2, alarms: 1, everyMinutes: 5 },
} as const;

const { canary } = assumed;
const million = 1_000_000;
const minutesOfMonth = 43_200;
const gigabyte = 1e9;

/** A bill per message by item, in USD per million messages, and the totals that follow. */
export function billOf(counted: Counted, fleet: Fleet, prices: Prices) {
  const price = priceIn(prices);
  const perMessage = usedPerMessage(counted, fleet);
  const parts = partsOf(perMessage, counted, price);
  const basicIngest = sum(Object.values(parts));
  const floor = floorOf(counted, fleet, price);
  const messagesOfMonth = minutesOfMonth * (60_000 / fleet.intervalMs);
  const { writeUnits, readUnits, requests } = counted.life;
  const life =
    writeUnits * price('dynamodbWriteUnit') +
    readUnits * price('dynamodbReadUnit') +
    (requests['PutObject'] ?? 0) * price('s3Put');
  return {
    usdPerMillionMessages: {
      basicIngest: basicIngest * million,
      direct: (basicIngest + price('iotMessage')) * million,
      parts: Object.fromEntries(Object.entries(parts).map(([name, each]) => [name, each * million])),
    },
    floorUsdPerMillionMessages: floor * million,
    ratioToFloor: basicIngest / floor,
    https: httpsOf(counted, fleet, price, {
      basicIngest,
      ordinary:
        basicIngest + price('iotMessage') + (minutesOfMonth * price('iotConnectionMinute')) / messagesOfMonth,
    }),
    usdPerDeviceMonth: basicIngest * messagesOfMonth,
    usdPerShipment: basicIngest * ((fleet.days * 86_400_000) / fleet.intervalMs) + life,
    usdPerMonth: basicIngest * messagesOfMonth * fleet.devices,
    connectivityUsdPerDeviceMonth: minutesOfMonth * price('iotConnectionMinute'),
    fixedUsdPerMonth:
      fleet.fixed.alarms * price('alarmMonth') +
      fleet.fixed.metrics * price('customMetricMonth') +
      price('dashboardMonth') +
      price('kmsKeyMonth'),
    canaryUsdPerMonth: canaryOf(basicIngest, price),
    perMessage,
  };
}

type PriceOf = (name: string) => number;

function priceIn({ items }: Prices): PriceOf {
  return (name) => {
    const found = items[name];
    if (found === undefined) throw new RangeError(`the price table has no item ${JSON.stringify(name)}`);
    return found.usd;
  };
}

/** What a message uses of each service, with its share of what runs once a minute. */
function usedPerMessage(counted: Counted, fleet: Fleet) {
  const messagesPerDeviceMinute = 60_000 / fleet.intervalMs;
  const perMessage = (amount: number): number => amount / counted.messages;
  // Reads by monitoring grow with devices and time, not with messages; they are spread over the messages of that time.
  const perMonitored = (amount: number): number => amount / counted.deviceMinutes / messagesPerDeviceMinute;
  const perMinute = ({ invocations }: Share, amount: number): number => amount / Math.max(1, invocations);
  /** Monitoring and the notify function's tick each run once a minute. */
  const invocationsOfMonitoring = 1 / (fleet.devices * messagesPerDeviceMinute);
  const { ingest, monitoring, idleMonitoring, notify } = counted;
  const perTick = (amount: number): number => perMinute(notify, amount) * invocationsOfMonitoring;
  /** What monitoring uses with nothing to monitor is paid per minute, regardless of the number of devices. */
  const byMonitoring = (amountOf: (share: Share) => number, functions = 1): number => {
    const idle = perMinute(idleMonitoring, amountOf(idleMonitoring));
    return (
      perMonitored(amountOf(monitoring) - monitoring.invocations * idle) +
      invocationsOfMonitoring * functions * idle
    );
  };
  const waitSeconds = (assumed.waitMs.stream + assumed.waitMs.tables) / 1000;
  const { megabytes, monitoringFunctions } = fleet;
  return {
    writeUnits:
      perMessage(ingest.writeUnits) +
      // One function ran all parts here. With nothing to monitor, each writes nothing but that it has run.
      byMonitoring(({ writeUnits }) => writeUnits, monitoringFunctions) +
      perTick(notify.writeUnits),
    readUnits:
      perMessage(ingest.readUnits) + byMonitoring(({ readUnits }) => readUnits) + perTick(notify.readUnits),
    // A tick is sent, received and deleted.
    queueRequests: 1 + 2 / fleet.batch + 3 * invocationsOfMonitoring,
    invocations: perMessage(ingest.invocations) + (monitoringFunctions + 1) * invocationsOfMonitoring,
    gigabyteSeconds:
      perMessage(processorSeconds(ingest, megabytes.ingest) + ingest.invocations * waitSeconds) *
        (megabytes.ingest / 1024) +
      (byMonitoring((share) => processorSeconds(share, megabytes.monitoring)) +
        monitoringFunctions * invocationsOfMonitoring * (assumed.waitMs.tables / 1000)) *
        (megabytes.monitoring / 1024) +
      (perTick(processorSeconds(notify, megabytes.notify)) +
        invocationsOfMonitoring * (assumed.waitMs.tables / 1000)) *
        (megabytes.notify / 1024),
    logBytes:
      perMessage(ingest.logBytes + ingest.invocations * assumed.platformLogBytes) +
      monitoringFunctions *
        invocationsOfMonitoring *
        (perMinute(monitoring, monitoring.logBytes) + assumed.platformLogBytes) +
      perTick(notify.logBytes) +
      invocationsOfMonitoring * assumed.platformLogBytes,
  };
}

/**
 * What a message of a source over HTTPS costs, in USD per million: by part, and in proportion to an ordinary message
 * over MQTT with its messaging charge and its share of being connected, and to one by Basic Ingest. These two are given
 * in USD.
 */
function httpsOf(
  counted: Counted,
  fleet: Fleet,
  price: PriceOf,
  { ordinary, basicIngest }: { readonly ordinary: number; readonly basicIngest: number },
) {
  const { accept, ingest, messages, meteredRequests } = counted.source;
  const own = { ...counted, ingest, messages };
  // No topic rule puts it on the queue; the function that accepts it does.
  const { rules: _, ...processing } = partsOf(usedPerMessage(own, fleet), own, price);
  const waitSeconds = (2 * assumed.waitMs.tables + assumed.waitMs.queue) / 1000;
  const seconds = processorSeconds(accept, fleet.megabytes.accept) + accept.invocations * waitSeconds;
  const sendsOtherThanOnce = (accept.requests['SendMessage'] ?? 0) - messages;
  const accepting =
    accept.invocations * price('lambdaRequest') +
    seconds * (fleet.megabytes.accept / 1024) * price('lambdaGigabyteSecond') +
    accept.writeUnits * price('dynamodbWriteUnit') +
    accept.readUnits * price('dynamodbReadUnit') +
    sendsOtherThanOnce * price('sqsRequest') +
    // Lambda logs no run of this function.
    ((accept.logBytes + accept.invocations * assumed.accessLogBytes) / gigabyte) * price('logsGigabyte');
  const parts: Readonly<Record<string, number>> = {
    gateway: (meteredRequests / messages) * price('httpApiRequest'),
    accepting: accepting / messages,
    ...processing,
  };
  const https = sum(Object.values(parts));
  return {
    usdPerMillionMessages: https * million,
    parts: Object.fromEntries(Object.entries(parts).map(([name, each]) => [name, each * million])),
    ordinaryUsdPerMillionMessages: ordinary * million,
    ratioToOrdinary: https / ordinary,
    ratioToBasicIngest: https / basicIngest,
    writeUnits: (accept.writeUnits + ingest.writeUnits) / messages,
    readUnits: (accept.readUnits + ingest.readUnits) / messages,
  };
}

/** The seconds that a function with this memory takes for its computations. */
function processorSeconds({ cpuMs }: Pick<Share, 'cpuMs'>, megabytes: number): number {
  return (cpuMs / 1000) * Math.max(1, assumed.megabytesOfProcessor / megabytes);
}

/** The price of a message by part, in USD. */
function partsOf(
  used: ReturnType<typeof usedPerMessage>,
  { ingest, messages, storedBytesPerMessage, archivedBytesPerMessage }: Counted,
  price: PriceOf,
): Readonly<Record<string, number>> {
  return {
    rules: price('iotRule') + price('iotAction'),
    queue: used.queueRequests * price('sqsRequest'),
    functions:
      used.invocations * price('lambdaRequest') + used.gigabyteSeconds * price('lambdaGigabyteSecond'),
    tables:
      used.writeUnits * price('dynamodbWriteUnit') +
      used.readUnits * price('dynamodbReadUnit') +
      (storedBytesPerMessage / gigabyte) * price('dynamodbGigabyteMonth'),
    archive:
      (ingest.streamedBytes / messages / gigabyte) * price('firehoseGigabyte') +
      (archivedBytesPerMessage / gigabyte) * price('s3GigabyteMonth'),
    logs: (used.logBytes / gigabyte) * price('logsGigabyte'),
  };
}

/** The lowest price that these services charge for a message, in USD. */
function floorOf({ ingest, messages }: Counted, { batch }: Fleet, price: PriceOf): number {
  return (
    price('iotRule') +
    price('iotAction') +
    (1 + 2 / batch) * price('sqsRequest') +
    price('lambdaRequest') / batch +
    price('dynamodbWriteUnit') +
    (byteLength(ingest) / messages / gigabyte) * price('firehoseGigabyte')
  );
}

/** The price of the synthetic sensor, in USD a month. */
function canaryOf(usdPerMessage: number, price: PriceOf): number {
  return (
    (minutesOfMonth / canary.everyMinutes) *
      (usdPerMessage +
        price('iotMessage') +
        price('lambdaRequest') +
        canary.seconds * (canary.megabytes / 1024) * price('lambdaGigabyteSecond') +
        canary.readUnits * price('dynamodbReadUnit')) +
    canary.metrics * price('customMetricMonth') +
    canary.alarms * price('alarmMonth')
  );
}

export type Bill = ReturnType<typeof billOf>;

function byteLength({ streamedRaw }: Pick<Share, 'streamedRaw'>): number {
  return sum(streamedRaw.map(({ length }) => length));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
