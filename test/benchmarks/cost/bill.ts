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
  readonly megabytes: { readonly ingest: number; readonly monitoring: number; readonly notify: number };
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
  /** What a batch waits for in turn: the archive's stream, then the tables. */
  waitMs: { stream: 20, tables: 8 },
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
export function billOf(counted: Counted, fleet: Fleet, { items }: Prices) {
  const price = (name: string): number => {
    const found = items[name];
    if (found === undefined) throw new RangeError(`the price table has no item ${JSON.stringify(name)}`);
    return found.usd;
  };
  const perMessage = (amount: number): number => amount / counted.messages;
  // Reads by monitoring grow with devices and time, not with messages; they are spread over the messages of that time.
  const messagesPerDeviceMinute = 60_000 / fleet.intervalMs;
  const perMonitored = (amount: number): number => amount / counted.deviceMinutes / messagesPerDeviceMinute;
  const perMinute = ({ invocations }: Share, amount: number): number => amount / Math.max(1, invocations);
  /** Monitoring and the notify function's tick each run once a minute. */
  const invocationsOfMonitoring = 1 / (fleet.devices * messagesPerDeviceMinute);
  const seconds = ({ cpuMs }: Pick<Share, 'cpuMs'>, megabytes: number): number =>
    (cpuMs / 1000) * Math.max(1, assumed.megabytesOfProcessor / megabytes);
  const { ingest, monitoring, idleMonitoring, notify } = counted;
  const perTick = (amount: number): number => perMinute(notify, amount) * invocationsOfMonitoring;
  /** What monitoring uses with nothing to monitor is paid per minute, regardless of the number of devices. */
  const byMonitoring = (amountOf: (share: Share) => number): number => {
    const idle = perMinute(idleMonitoring, amountOf(idleMonitoring));
    return (
      perMonitored(amountOf(monitoring) - monitoring.invocations * idle) + invocationsOfMonitoring * idle
    );
  };
  const waitSeconds = (assumed.waitMs.stream + assumed.waitMs.tables) / 1000;
  const gigabyteSeconds =
    perMessage(seconds(ingest, fleet.megabytes.ingest) + ingest.invocations * waitSeconds) *
      (fleet.megabytes.ingest / 1024) +
    (byMonitoring((share) => seconds(share, fleet.megabytes.monitoring)) +
      fleet.monitoringFunctions * invocationsOfMonitoring * (assumed.waitMs.tables / 1000)) *
      (fleet.megabytes.monitoring / 1024) +
    (perTick(seconds(notify, fleet.megabytes.notify)) +
      invocationsOfMonitoring * (assumed.waitMs.tables / 1000)) *
      (fleet.megabytes.notify / 1024);
  const invocations =
    perMessage(ingest.invocations) + (fleet.monitoringFunctions + 1) * invocationsOfMonitoring;
  const writeUnits =
    perMessage(ingest.writeUnits) + byMonitoring(({ writeUnits: own }) => own) + perTick(notify.writeUnits);
  const readUnits =
    perMessage(ingest.readUnits) + byMonitoring(({ readUnits: own }) => own) + perTick(notify.readUnits);
  // A tick is sent, received and deleted.
  const queueRequests = 1 + 2 / fleet.batch + 3 * invocationsOfMonitoring;
  const logBytes =
    perMessage(ingest.logBytes + ingest.invocations * assumed.platformLogBytes) +
    fleet.monitoringFunctions *
      invocationsOfMonitoring *
      (perMinute(monitoring, monitoring.logBytes) + assumed.platformLogBytes) +
    perTick(notify.logBytes) +
    invocationsOfMonitoring * assumed.platformLogBytes;
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
