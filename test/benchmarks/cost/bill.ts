import type { Counted } from './count-fleet.ts';
import type { Share } from './share.ts';

/** A price with what it is for and how sure it is; USD. */
export type Price = { readonly usd: number; readonly unit: string; readonly sure: string };
export type Prices = {
  readonly region: string;
  readonly gathered: string;
  readonly items: { readonly [name: string]: Price };
};

/** What a bill is for. */
export type Fleet = {
  readonly devices: number;
  readonly intervalMs: number;
  readonly days: number;
  readonly megabytes: { readonly ingest: number; readonly watch: number; readonly notify: number };
  /** Functions that share the parts of `watch`, each invoked once a minute. */
  readonly monitoringFunctions: number;
  /** Messages of an invocation. */
  readonly batch: number;
  readonly fixed: { readonly alarms: number; readonly metrics: number };
};

/** What nobody of us has measured; said with each bill. */
export const assumed = {
  /** AWS: a function has one processor at 1 769 MB, and its share below. A core is taken to be as fast as this one. */
  megabytesOfProcessor: 1769,
  /** What a batch waits for, one after the other: the archive's stream, then the tables. */
  waitMs: { stream: 20, tables: 8 },
  /** START, END and REPORT of an invocation, as Lambda writes them. */
  platformLogBytes: 400,
  /** A run of the synthetic sensor: until its reading comes out, and what is read to see that. */
  canary: { seconds: 7, megabytes: 256, readUnits: 60, metrics: 2, alarms: 1, everyMinutes: 5 },
} as const;

const { canary } = assumed;
const million = 1_000_000;
const minutesOfMonth = 43_200;
const gigabyte = 1e9;

/** A bill by the message and by what it goes to, in USD per million messages, and what follows from it. */
export function billOf(counted: Counted, fleet: Fleet, { items }: Prices) {
  const price = (name: string): number => {
    const found = items[name];
    if (found === undefined) throw new RangeError(`the price table has no item ${JSON.stringify(name)}`);
    return found.usd;
  };
  const perMessage = (amount: number): number => amount / counted.messages;
  // What watch reads grows with devices and time, not with messages: it is put on the messages of that time.
  const messagesPerDeviceMinute = 60_000 / fleet.intervalMs;
  const perWatched = (amount: number): number => amount / counted.deviceMinutes / messagesPerDeviceMinute;
  const perMinute = ({ invocations }: Share, amount: number): number => amount / Math.max(1, invocations);
  /** Of `watch`, and of `notify` by its tick: each once a minute. */
  const invocationsOfWatch = 1 / (fleet.devices * messagesPerDeviceMinute);
  const seconds = ({ cpuMs }: Pick<Share, 'cpuMs'>, megabytes: number): number =>
    (cpuMs / 1000) * Math.max(1, assumed.megabytesOfProcessor / megabytes);
  const { ingest, watch, idleWatch, notify } = counted;
  const perTick = (amount: number): number => perMinute(notify, amount) * invocationsOfWatch;
  /** What `watch` asks for with nothing to watch goes by the minute, however many devices there are. */
  const byWatch = (amountOf: (share: Share) => number): number => {
    const idle = perMinute(idleWatch, amountOf(idleWatch));
    return perWatched(amountOf(watch) - watch.invocations * idle) + invocationsOfWatch * idle;
  };
  const waitSeconds = (assumed.waitMs.stream + assumed.waitMs.tables) / 1000;
  const gigabyteSeconds =
    perMessage(seconds(ingest, fleet.megabytes.ingest) + ingest.invocations * waitSeconds) *
      (fleet.megabytes.ingest / 1024) +
    (byWatch((share) => seconds(share, fleet.megabytes.watch)) +
      fleet.monitoringFunctions * invocationsOfWatch * (assumed.waitMs.tables / 1000)) *
      (fleet.megabytes.watch / 1024) +
    (perTick(seconds(notify, fleet.megabytes.notify)) + invocationsOfWatch * (assumed.waitMs.tables / 1000)) *
      (fleet.megabytes.notify / 1024);
  const invocations = perMessage(ingest.invocations) + (fleet.monitoringFunctions + 1) * invocationsOfWatch;
  const writeUnits =
    perMessage(ingest.writeUnits) + byWatch(({ writeUnits: own }) => own) + perTick(notify.writeUnits);
  const readUnits =
    perMessage(ingest.readUnits) + byWatch(({ readUnits: own }) => own) + perTick(notify.readUnits);
  // A tick is sent, received and deleted.
  const queueRequests = 1 + 2 / fleet.batch + 3 * invocationsOfWatch;
  const logBytes =
    perMessage(ingest.logBytes + ingest.invocations * assumed.platformLogBytes) +
    fleet.monitoringFunctions *
      invocationsOfWatch *
      (perMinute(watch, watch.logBytes) + assumed.platformLogBytes) +
    perTick(notify.logBytes) +
    invocationsOfWatch * assumed.platformLogBytes;
  const usd: Readonly<Record<string, number>> = {
    rules: price('iotRule') + price('iotAction'),
    queue: queueRequests * price('sqsRequest'),
    functions: invocations * price('lambdaRequest') + gigabyteSeconds * price('lambdaGigabyteSecond'),
    tables:
      writeUnits * price('dynamodbWriteUnit') +
      readUnits * price('dynamodbReadUnit') +
      (counted.storedBytesPerMessage / gigabyte) * price('dynamodbGigabyteMonth'),
    archive:
      (perMessage(ingest.streamedBytes) / gigabyte) * price('firehoseGigabyte') +
      (counted.archivedBytesPerMessage / gigabyte) * price('s3GigabyteMonth'),
    logs: (logBytes / gigabyte) * price('logsGigabyte'),
  };
  const basicIngest = sum(Object.values(usd));
  const floor =
    price('iotRule') +
    price('iotAction') +
    (1 + 2 / fleet.batch) * price('sqsRequest') +
    price('lambdaRequest') / fleet.batch +
    price('dynamodbWriteUnit') +
    (perMessage(byteLength(ingest)) / gigabyte) * price('firehoseGigabyte');
  const messagesOfMonth = minutesOfMonth * messagesPerDeviceMinute;
  const life =
    counted.life.writeUnits * price('dynamodbWriteUnit') +
    counted.life.readUnits * price('dynamodbReadUnit') +
    (counted.life.requests['PutObject'] ?? 0) * price('s3Put');
  return {
    usdPerMillionMessages: {
      basicIngest: basicIngest * million,
      direct: (basicIngest + price('iotMessage')) * million,
      parts: Object.fromEntries(Object.entries(usd).map(([name, each]) => [name, each * million])),
    },
    floorUsdPerMillionMessages: floor * million,
    ratioToFloor: basicIngest / floor,
    usdPerDeviceMonth: basicIngest * messagesOfMonth,
    usdPerShipment: basicIngest * ((fleet.days * 86_400_000) / fleet.intervalMs) + life,
    usdPerMonth: basicIngest * messagesOfMonth * fleet.devices,
    connectivityUsdPerDeviceMonth: minutesOfMonth * price('iotConnectionMinute'),
    fixedUsdPerMonth:
      fleet.fixed.alarms * price('alarmMonth') +
      fleet.fixed.metrics * price('customMetricMonth') +
      price('dashboardMonth') +
      price('kmsKeyMonth'),
    canaryUsdPerMonth:
      (minutesOfMonth / canary.everyMinutes) *
        (basicIngest +
          price('iotMessage') +
          price('lambdaRequest') +
          canary.seconds * (canary.megabytes / 1024) * price('lambdaGigabyteSecond') +
          canary.readUnits * price('dynamodbReadUnit')) +
      canary.metrics * price('customMetricMonth') +
      canary.alarms * price('alarmMonth'),
    perMessage: { writeUnits, readUnits, queueRequests, invocations, gigabyteSeconds, logBytes },
  };
}

export type Bill = ReturnType<typeof billOf>;

function byteLength({ streamedRaw }: Pick<Share, 'streamedRaw'>): number {
  return sum(streamedRaw.map(({ length }) => length));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
