import type * as z from 'zod/mini';
import { shipmentsCsv } from '../api/routes/list-csv.ts';
import type { shipmentSummary } from '../api/routes/responses.ts';
import { moment } from '../model/wording.ts';
import { type ApiOptions, apiOf } from './api.ts';
import { momentOf } from './options.ts';

type Summary = z.output<typeof shipmentSummary>;
type ListOptions = ApiOptions & {
  readonly site?: string;
  /** Print the list as CSV. */
  readonly csv?: boolean;
};
/** What to print: lines as they arrive, or the whole list as one CSV file. */
type Listed = { readonly lines: AsyncIterable<string> } | { readonly csv: string };

/** Lists shipments by status, planned ones first. */
export async function shipmentList(options: ListOptions & { status?: string }): Promise<Listed> {
  const api = await apiOf(options, 'listShipments');
  const { site, status } = options;
  return listed(api.all('listShipments', { query: { site, status } }), options);
}

/** Finds shipments, ended ones too, by the beginnings of words; the latest change first. */
export async function shipmentFind(words: readonly string[], options: ListOptions): Promise<Listed> {
  const api = await apiOf(options, 'findShipments');
  const query = { text: words.join(' '), site: options.site };
  return listed(api.all('findShipments', { query }), options);
}

/** Lists decided and cancelled shipments, the latest end first. Times without a zone are in UTC. */
export async function shipmentEnded(
  options: ListOptions & { status?: string; from?: string; to?: string },
): Promise<Listed> {
  const { site, status } = options;
  const timeOf = (option: '--from' | '--to', text: string | undefined): string | undefined => {
    const at = momentOf(option, text, 'UTC');
    return at === null ? undefined : new Date(at).toISOString();
  };
  const span = { from: timeOf('--from', options.from), to: timeOf('--to', options.to) };
  const api = await apiOf(options, 'listEnded');
  return listed(api.all('listEnded', { query: { ...span, site, status } }), options, endInWords);
}

async function listed(
  shipments: AsyncIterable<Summary>,
  { csv }: ListOptions,
  inWords = stateInWords,
): Promise<Listed> {
  if (csv === true) return { csv: shipmentsCsv(await Array.fromAsync(shipments)) };
  return { lines: linesOf(shipments, inWords) };
}

async function* linesOf(
  shipments: AsyncIterable<Summary>,
  inWords: (shipment: Summary) => string[],
): AsyncGenerator<string> {
  let isEmpty = true;
  for await (const each of shipments) {
    isEmpty = false;
    yield `${each.shipment}  ${each.goods}, ${each.origin} to ${each.destination}  ${inWords(each).join(', ')}`;
  }
  if (isEmpty) yield 'No shipments.';
}

function stateInWords(each: Summary): string[] {
  return [
    each.status.replace('-', ' '),
    ...(each.arrivedAt === null && each.inferredArrivedAt !== null
      ? [`seems to have arrived ${moment(Date.parse(each.inferredArrivedAt))}`]
      : []),
    ...each.openAlarms.map((rule) => `alarm ${rule}`),
    ...each.silentDevices.map((device) => `no contact with ${device}`),
  ];
}

function endInWords({ status, decision, cancellation }: Summary): string[] {
  const end = cancellation ?? (decision === null ? null : { at: decision.signedAt, by: decision.name });
  return [
    status.replace('-', ' '),
    ...(end === null ? [] : [`${moment(Date.parse(end.at))} by ${end.by}`]),
    ...(cancellation === null ? [] : [cancellation.reason]),
  ];
}
