import type * as z from 'zod/mini';
import { devicesCsv } from '../api/routes/list-csv.ts';
import type { deviceListed } from '../api/routes/responses.ts';
import { devicesByName } from '../model/devices-by-name.ts';
import { moment, quantity } from '../model/wording.ts';
import { type ApiOptions, apiOf } from './api.ts';
import { printCsv, say } from './print.ts';

type Listed = z.output<typeof deviceListed>;
type ListOptions = ApiOptions & {
  readonly batteryBelow?: string;
  readonly notHeardFor?: string;
  readonly calibrationWithin?: string;
  readonly certificateWithin?: string;
  readonly withDiagnostics?: boolean;
  readonly withUnknown?: boolean;
  readonly csv?: boolean;
};

/**
 * Lists devices, a line each, and says how many a filter left out because it cannot tell. With `csv`, it prints the list
 * itself, and says that on standard error.
 */
export async function* deviceList(options: ListOptions): AsyncGenerator<string> {
  const { devices, unknown } = await readAll(options);
  const leftOut = unknown === 0 ? [] : [leftOutInWords(unknown)];
  if (options.csv === true) {
    printCsv(devicesCsv(devices));
    leftOut.forEach(say);
    return;
  }
  yield* devices.map(inWords);
  if (devices.length === 0) yield 'No devices.';
  yield* leftOut;
}

async function readAll(options: ListOptions): Promise<{ devices: Listed[]; unknown: number }> {
  const api = await apiOf(options, 'listDevices');
  const query = {
    batteryBelowPercent: options.batteryBelow,
    notHeardForHours: options.notHeardFor,
    calibrationWithinDays: options.calibrationWithin,
    certificateWithinDays: options.certificateWithin,
    withDiagnostics: options.withDiagnostics === true ? 'true' : undefined,
    unknown: options.withUnknown === true ? 'include' : undefined,
  };
  const devices: Listed[] = [];
  let unknown = 0;
  let cursor: string | undefined;
  do {
    const page: Awaited<ReturnType<typeof api.call<'listDevices'>>> = await api.call('listDevices', {
      query: { ...query, cursor },
    });
    devices.push(...page.items);
    unknown += page.unknown;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return { devices: devicesByName(devices), unknown };
}

function leftOutInWords(unknown: number): string {
  const which = unknown === 1 ? '1 more device is' : `${unknown} more devices are`;
  return `${which} not listed, because the filter cannot tell: what it asks for is unknown. --with-unknown lists them.`;
}

const at = (time: string): string => moment(Date.parse(time));

function inWords(device: Listed): string {
  const { batteryPercent, calibratedUntil, attachedTo, source } = device;
  return `${device.device.padEnd(24)} ${[
    `battery ${batteryPercent === null ? 'unknown' : quantity('battery', batteryPercent)}`,
    heardInWords(device),
    calibratedUntil === null ? 'calibration unknown' : `calibrated until ${at(calibratedUntil)}`,
    certificateInWords(device),
    attachedTo === null
      ? 'attached to no shipment'
      : `attached to ${attachedTo.shipment} (${attachedTo.goods})`,
    ...(source === null ? [] : [`device of source ${source}`]),
    ...(device.isGateway ? ['gateway'] : []),
    ...problemsInWords(device),
  ].join(', ')}`;
}

function heardInWords({ lastHeardAt, wasElsewhere }: Listed): string {
  if (lastHeardAt !== null) return `heard ${at(lastHeardAt)}`;
  return wasElsewhere ? 'not heard since it was at another site' : 'never heard';
}

function certificateInWords({ certificate, certificateUntil }: Listed): string {
  if (certificateUntil !== null) return `certificate until ${at(certificateUntil)}`;
  return {
    known: '',
    none: 'no active certificate',
    unknown: 'certificate unknown',
    'not-needed': 'no certificate needed',
  }[certificate];
}

function problemsInWords({ diagnostics, lastRefusedAt }: Listed): string[] {
  const problems = diagnostics === null ? ['not checked for problems'] : [...diagnostics];
  return [
    ...problems,
    ...(lastRefusedAt === null ? [] : [`messages refused, the last ${at(lastRefusedAt)}`]),
  ];
}
