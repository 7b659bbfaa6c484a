import type { Entry } from '../shipments/ledger.ts';
import { type Api, type ApiOptions, apiOf } from './api.ts';
import { exitStatus, unusableArguments } from './exit-status.ts';
import { momentOf } from './options.ts';
import { renderShipment } from './render-shipment.ts';

export type AttachOptions = ApiOptions & {
  role: string;
  since?: string;
  interval?: string;
  calibratedUntil?: string;
  product?: string[];
};

const timeOf = (option: string, text: string | undefined): string | undefined => {
  const at = momentOf(option, text, null);
  return at === null ? undefined : new Date(at).toISOString();
};

/** Attaches a device to a shipment. */
export async function shipmentAttach(
  shipment: string,
  device: string,
  options: AttachOptions,
): Promise<string> {
  const api = await apiOf(options, 'attachDevice');
  const { role, interval, product: products } = options;
  const since = timeOf('--since', options.since);
  const calibratedUntil = timeOf('--calibrated-until', options.calibratedUntil) ?? null;
  await api.step('attachDevice', shipment, {
    body: { device, role, since, interval, calibratedUntil, products },
  });
  const { lastReadAt } = await api.call('getDevice', { path: { device } });
  const contactNote =
    lastReadAt === null ? ` No readings from ${device} yet: check that the name is correct.` : '';
  return `${device} is attached to ${shipment} as ${role}${products === undefined ? '' : ` for ${products.join(', ')}`}${since === undefined ? '' : ` from ${since}`}.${contactNote}`;
}

/** Detaches a device from its shipment. */
export async function shipmentDetach(device: string, options: ApiOptions & { at?: string }): Promise<string> {
  const api = await apiOf(options, 'detachDevice');
  const at = timeOf('--at', options.at) ?? new Date().toISOString();
  const { shipment } = await api.call('getDevice', { path: { device } });
  await api.step('detachDevice', shipment, { path: { device }, body: { at } });
  return `${device} is detached from ${at}.`;
}

/** Declares departure or arrival. */
export async function shipmentPassage(
  kind: 'departed' | 'arrived',
  shipment: string,
  options: ApiOptions & { at?: string; reason?: string },
): Promise<string> {
  const id = kind === 'departed' ? 'depart' : 'arrive';
  const at = timeOf('--at', options.at) ?? new Date().toISOString();
  await (await apiOf(options, id)).step(id, shipment, { body: { at, reason: options.reason } });
  return `${shipment} ${kind} ${at}.`;
}

/** Withdraws the declaration of a departure or an arrival. */
export async function shipmentTakeBack(
  shipment: string,
  milestone: string,
  options: ApiOptions & { reason: string },
): Promise<string> {
  if (milestone !== 'departure' && milestone !== 'arrival')
    throw unusableArguments(`${milestone} is neither departure nor arrival`);
  const id = milestone === 'departure' ? 'takeBackDeparture' : 'takeBackArrival';
  const { reason } = options;
  await (await apiOf(options, id)).step(id, shipment, { body: { reason } });
  return `The ${milestone} of ${shipment} is withdrawn: ${reason}`;
}

/** Records a handover. */
export async function shipmentHandOver(
  shipment: string,
  to: string,
  options: ApiOptions & { at?: string; reason?: string },
): Promise<string> {
  const at = timeOf('--at', options.at) ?? new Date().toISOString();
  const { reason } = options;
  await (await apiOf(options, 'handOver')).step('handOver', shipment, { body: { to, at, reason } });
  return `${to} has custody of ${shipment} from ${at}.`;
}

/** Declares a sensor broken, lost or silent; its later readings are not evaluated. */
export async function shipmentDeclare(
  shipment: string,
  device: string,
  fate: string,
  options: ApiOptions & { reason: string; at?: string },
): Promise<string> {
  const at = timeOf('--at', options.at) ?? new Date().toISOString();
  const { reason } = options;
  const api = await apiOf(options, 'declareSensor');
  await api.step('declareSensor', shipment, { path: { device }, body: { fate, reason, at } });
  return `${device} is ${fate} as of ${at}: ${reason}`;
}

/** Rebuilds the lists from the ledgers. */
export async function* shipmentRebuild(options: ApiOptions): AsyncGenerator<string> {
  const api = await apiOf(options, 'rebuildLists');
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof api.call<'rebuildLists'>>> = await api.call('rebuildLists', {
      body: { cursor },
    });
    for (const { shipment, was } of page.items)
      yield `${shipment}  ${was === 'same' ? 'matched its ledger' : `was ${was}, rebuilt`}`;
    cursor = page.next;
  } while (cursor !== null);
}

/** A shipment's verdict as of now or an earlier time. Returns what to print and the exit status. */
export async function shipmentShow(
  shipment: string,
  options: ApiOptions & { asOf?: string; json?: boolean },
): Promise<{ output: string; status: number }> {
  const api = await apiOf(options, 'getVerdict');
  const asOf = timeOf('--as-of', options.asOf);
  const verdict = await api.call('getVerdict', { path: { shipment }, query: { asOf } });
  const entries = (await ledgerOf(api, shipment)).filter(
    ({ recordedAt }) => recordedAt <= Date.parse(verdict.asOf),
  );
  return {
    output: options.json ? JSON.stringify(verdict, null, 2) : renderShipment(verdict, entries),
    status: exitStatus[verdict.recommendation],
  };
}

async function ledgerOf(api: Api, shipment: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of api.all('listLedger', { path: { shipment } }))
    entries.push(entry as unknown as Entry);
  return entries;
}
