import { type Api, type ApiOptions, Refused, apiOf } from './api.ts';
import { unusableArguments } from './exit-status.ts';
import { named } from './named-in-list.ts';
import { siteOf } from './own-site.ts';
import { jsonObjectOf } from './given-file.ts';
import { productsOf } from './product-option.ts';

/** What the options say of a plan, and the template to begin with. */
type CreateOptions = ApiOptions & {
  template?: string;
  number?: string;
  site?: string;
  goods?: string;
  lot?: string[];
  product?: string[];
  label?: string;
  departs?: string;
  arrives?: string;
  vehicle?: string;
  packaging?: string;
};

/** Plans a shipment from a JSON file, a template, options, or several of them: options count most, then the file. */
export async function shipmentCreate(file: string | null, options: CreateOptions): Promise<string> {
  if (file === null && options.template === undefined && options.number === undefined)
    throw unusableArguments(
      'name a JSON file, or give --template and --number; see "shipment create --help"',
    );
  const api = await apiOf(options, 'createShipment');
  const given = file === null ? {} : jsonObjectOf(file);
  const {
    template,
    number: shipment,
    site,
    goods,
    lot: lots,
    product,
    label: sscc,
    departs,
    arrives,
    vehicle,
    packaging,
  } = options;
  const own = {
    shipment,
    site,
    goods,
    lots,
    products: product && productsOf(product),
    sscc,
    plannedDeparture: departs,
    plannedArrival: arrives,
    vehicle,
    packaging,
  };
  const stated = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  const begun = template === undefined ? {} : await planOf(api, template, site ?? given['site']);
  const later = { ...given, ...stated };
  const plan: Record<string, unknown> = { ...withoutGoods(begun, 'products' in later), ...later };
  const isKnown = await isShipment(api, plan['shipment']);
  const created = await api.call('createShipment', { body: plan });
  if (isKnown) return `Shipment ${created.shipment} exists already, with this plan: nothing has changed.`;
  return `Shipment ${created.shipment} is planned. Attach a sensor:\n  npm run --silent coldwatch -- shipment attach ${created.shipment} THING${whereOf(options)}`;
}

const ofOneProduct: ReadonlySet<string> = new Set(['goods', 'lots', 'profile']);

/** A template, without what it says of the goods as one product if they are given one by one. */
function withoutGoods(template: Record<string, unknown>, areListed: boolean): Record<string, unknown> {
  if (!areListed) return template;
  return Object.fromEntries(Object.entries(template).filter(([field]) => !ofOneProduct.has(field)));
}

/** Whether there is a shipment of this number; what is wrong with the number is for the API to say. */
async function isShipment(api: Api, number: unknown): Promise<boolean> {
  if (typeof number !== 'string' || number === '') return false;
  try {
    await api.call('showShipment', { path: { shipment: number } });
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

/** The plan of a template, with the site to which it belongs. */
async function planOf(api: Api, template: string, given: unknown): Promise<Record<string, unknown>> {
  const site = await siteOf(api, typeof given === 'string' ? given : undefined);
  const { templates } = await api.call('getAddressBook', { path: { site } });
  return { site, ...named(templates, template, 'template', site).plan };
}

/** The options that a suggested command needs to reach the same run. */
function whereOf({ state }: ApiOptions): string {
  return state === '.coldwatch' ? '' : ` --state ${state}`;
}
