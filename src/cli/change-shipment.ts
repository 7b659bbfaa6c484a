import type { z } from 'zod/mini';
import { isFileDevice } from '../model/attached-file.ts';
import type { planChangeSchema } from '../model/shipment.ts';
import { type ApiOptions, apiOf } from './api.ts';
import { unusableArguments } from './exit-status.ts';
import { jsonObjectOf } from './given-file.ts';
import { momentOf } from './options.ts';
import { type GivenProduct, productsOf } from './product-option.ts';

type GivenChange = z.input<typeof planChangeSchema>;

/** What the options of `shipment change` can name; "none" empties a field that may be empty. */
export type ChangeOptions = ApiOptions & {
  readonly reason: string;
  readonly file?: string;
  readonly goods?: string;
  readonly lots?: readonly string[];
  readonly product?: readonly string[];
  readonly label?: string;
  readonly vehicle?: string;
  readonly packaging?: string;
  readonly profile?: string;
  readonly ambientProfile?: string;
  readonly audience?: readonly string[];
  readonly escalation?: readonly string[];
  readonly plannedDeparture?: string;
  readonly plannedArrival?: string;
};

/**
 * Changes what may still change of a plan: by options, or by a JSON file, which also changes places and the carrier.
 *
 * @throws {CommandError} when nothing to change is named, or both ways name the same field.
 */
export async function shipmentChange(shipment: string, options: ChangeOptions): Promise<string> {
  const named = changeOf(options);
  const inFile = options.file === undefined ? {} : objectIn(options.file);
  const twice = Object.keys(named).find((field) => field in inFile);
  if (twice !== undefined)
    throw unusableArguments(`${twice} is in ${options.file!} and an option too; leave one of them out`);
  const change: GivenChange = { ...inFile, ...named };
  if (Object.keys(change).length === 0)
    throw unusableArguments('name what to change, such as --goods, --lots or --planned-arrival, or --file');
  const api = await apiOf(options, 'changePlan');
  const { sequence, plan } = await api.call('showShipment', { path: { shipment } });
  const { reason } = options;
  if (named.products != null) change.products = withKnown(named.products, plan.products);
  const changed = await api.step('changePlan', shipment, { body: { change, reason } });
  return changed.sequence > sequence
    ? `The plan of ${shipment} is changed (ledger entry ${changed.sequence}): ${reason}`
    : `The plan of ${shipment} already says so; nothing is changed.`;
}

/**
 * Products with what the plan has of those with the same id or name: GTIN, lots and serial numbers that are not named
 * stay, and so do units and expiry of a lot that is; "none" empties.
 */
function withKnown(given: readonly GivenProduct[], known: readonly GivenProduct[] = []): GivenProduct[] {
  return given.map(({ gtin, lots, serials, ...product }) => {
    const same = known.filter(({ id, name }) =>
      product.id === undefined ? name === product.name : id === product.id,
    );
    const before: Partial<GivenProduct> = (same.length === 1 && same[0]) || {};
    const lotsNamed = lots?.map((lot) => ({
      ...before.lots?.find(({ number }) => number === lot.number),
      ...lot,
    }));
    const isNone = lots?.length === 1 && lots[0]!.number === 'none';
    return {
      ...before,
      ...product,
      gtin: gtin === undefined ? before.gtin : orNone(gtin ?? undefined),
      lots: isNone ? [] : (lotsNamed ?? before.lots),
      serials: listOf(serials) ?? before.serials,
    };
  });
}

/** Cancels a shipment that has not departed, and sets its sensors free. */
export async function shipmentCancel(
  shipment: string,
  { reason, ...options }: ApiOptions & { readonly reason: string },
): Promise<string> {
  const api = await apiOf(options, 'cancelShipment');
  const { attachments } = await api.call('showShipment', { path: { shipment } });
  await api.step('cancelShipment', shipment, { body: { reason } });
  const free = attachments
    .filter(({ device, detachedAt }) => detachedAt === null && !isFileDevice(device))
    .map(({ device }) => device);
  return `${shipment} is cancelled: ${reason}${free.length === 0 ? '' : `\nFree for another shipment: ${free.join(', ')}`}`;
}

/** Plans a new shipment with the plan of another one, without its times and its label. */
export async function shipmentCopy(
  from: string,
  shipment: string,
  options: ApiOptions & { readonly plannedDeparture?: string; readonly plannedArrival?: string },
): Promise<string> {
  const api = await apiOf(options, 'createShipment');
  const { plan } = await api.call('showShipment', { path: { shipment: from } });
  const plannedDeparture = timeOf('--planned-departure', options.plannedDeparture) ?? null;
  const plannedArrival = timeOf('--planned-arrival', options.plannedArrival) ?? null;
  await api.call('createShipment', {
    body: { ...plan, ...withoutSerials(plan), shipment, sscc: null, plannedDeparture, plannedArrival },
  });
  return `Shipment ${shipment} is planned like ${from}, without a label.`;
}

/** Serial numbers are those of single units, and do not travel twice. */
function withoutSerials({ products }: { readonly products?: readonly GivenProduct[] }): object {
  return products === undefined
    ? {}
    : { products: products.map((product) => ({ ...product, serials: undefined })) };
}

function changeOf(options: ChangeOptions): GivenChange {
  const { goods, lots, profile, audience, escalation } = options;
  const change: GivenChange = {
    goods,
    lots: listOf(lots),
    products: options.product && productsOf(options.product),
    sscc: orNone(options.label),
    vehicle: orNone(options.vehicle),
    packaging: orNone(options.packaging),
    profile,
    ambientProfile: orNone(options.ambientProfile),
    audience: listOf(audience),
    escalation: listOf(escalation),
    plannedDeparture: orNone(options.plannedDeparture, '--planned-departure'),
    plannedArrival: orNone(options.plannedArrival, '--planned-arrival'),
  };
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

/** A value that "none" empties; with the name of its option, it is a time. */
function orNone(given: string | undefined, ofTime?: string): string | null | undefined {
  if (given === 'none') return null;
  return ofTime === undefined ? given : timeOf(ofTime, given);
}

function listOf(given: readonly string[] | undefined): string[] | undefined {
  return given?.length === 1 && given[0] === 'none' ? [] : given && [...given];
}

function timeOf(option: string, text: string | undefined): string | undefined {
  const at = momentOf(option, text, null);
  return at === null ? undefined : new Date(at).toISOString();
}

function objectIn(file: string): object {
  const json = jsonObjectOf(file);
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  throw unusableArguments(
    `${file} must be a JSON object with the fields to change, such as {"vehicle": "CW 18"}`,
  );
}
