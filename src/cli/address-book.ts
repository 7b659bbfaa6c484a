import { type Api, type ApiOptions, apiOf } from './api.ts';
import { unusableArguments } from './exit-status.ts';
import { named } from './named-in-list.ts';
import { siteOf } from './own-site.ts';
import { jsonObjectOf } from './given-file.ts';

/** Options of commands about the address book of a site. */
export type BookOptions = ApiOptions & { site?: string };

export type PlaceOptions = BookOptions & {
  circle?: string;
  corner?: string[];
  address?: string;
  phone?: string;
};

/** The lists of an address book, with the routes that change each. */
const kinds = {
  place: { list: 'places', remove: 'removePlace' },
  carrier: { list: 'carriers', remove: 'removeCarrier' },
  template: { list: 'templates', remove: 'removeTemplate' },
} as const;

/** What an address book remembers. */
export type BookKind = keyof typeof kinds;

/** Lists what a site remembers of one kind. */
export async function* bookList(
  kind: BookKind,
  options: BookOptions & { json?: boolean },
): AsyncGenerator<string> {
  const book = await bookOf(await apiOf(options, 'getAddressBook'), options);
  if (options.json) yield JSON.stringify(book[kinds[kind].list], null, 2);
  else if (kind === 'place')
    for (const { name, place, address, phone } of book.places)
      yield inLine(name, [typeof place === 'string' ? null : areaInWords(place), address, phone]);
  else if (kind === 'carrier')
    for (const { name, carrier } of book.carriers) yield inLine(name, [carrier.phone, carrier.email]);
  else for (const { name, plan } of book.templates) yield inLine(name, [Object.keys(plan).join(', ')]);
}

/** Remembers a place, with its geofence if one is given. */
export async function placeSave(name: string, options: PlaceOptions): Promise<string> {
  const { circle, corner, address = null, phone = null } = options;
  const area = {
    ...(circle !== undefined && { circle: circleOf(circle) }),
    ...(corner !== undefined && { polygon: { corners: corner.map((each) => pointOf('--corner', each)) } }),
  };
  const api = await apiOf(options, 'savePlace');
  const site = await siteOf(api, options.site);
  const place = Object.keys(area).length === 0 ? name : { name, ...area };
  await api.call('savePlace', { path: { site }, body: { place, address, phone } });
  return `${site} remembers the place ${name}.`;
}

/** Remembers a carrier and how to reach it. */
export async function carrierSave(
  name: string,
  options: BookOptions & { phone?: string; mail?: string },
): Promise<string> {
  const api = await apiOf(options, 'saveCarrier');
  const site = await siteOf(api, options.site);
  const { phone = null, mail: email = null } = options;
  await api.call('saveCarrier', { path: { site }, body: { name, phone, email } });
  return `${site} remembers the carrier ${name}.`;
}

/** Remembers the plan in a JSON file as a template. */
export async function templateSave(name: string, file: string, options: BookOptions): Promise<string> {
  const plan = jsonObjectOf(file);
  const api = await apiOf(options, 'saveTemplate');
  const site = await siteOf(api, options.site);
  await api.call('saveTemplate', { path: { site }, body: { name, plan } });
  return `${site} remembers the template ${name}.`;
}

/** Forgets a place, carrier or template; shipments keep what they were planned with. */
export async function bookRemove(kind: BookKind, name: string, options: BookOptions): Promise<string> {
  const { list, remove } = kinds[kind];
  const api = await apiOf(options, remove);
  const site = await siteOf(api, options.site);
  const known: readonly { id: string; name: string }[] = (await bookOf(api, { site }))[list];
  const { id: remembered, name: own } = named(known, name, kind, site);
  await api.call(remove, { path: { site, remembered } });
  return `${site} no longer remembers the ${kind} ${own}.`;
}

async function bookOf(api: Api, { site }: Pick<BookOptions, 'site'>) {
  return api.call('getAddressBook', { path: { site: await siteOf(api, site) } });
}

function inLine(name: string, more: readonly (string | null)[]): string {
  return [name, ...more.filter((each) => each !== null && each !== '')].join('  ');
}

type Area = Exclude<Awaited<ReturnType<typeof bookOf>>['places'][number]['place'], string>;

function areaInWords({ circle, polygon }: Area): string {
  if (circle !== undefined) return `${circle.latitude}, ${circle.longitude} within ${circle.radiusMeters} m`;
  return polygon === undefined ? '' : `a polygon of ${polygon.corners.length} corners`;
}

/** Parses a circle such as 51.89,0.26,800. */
function circleOf(text: string) {
  const [latitude, longitude, radiusMeters, ...more] = text.split(',').map(Number);
  if (more.length > 0 || ![latitude, longitude, radiusMeters].every(Number.isFinite))
    throw unusableArguments(
      `--circle ${text} must be latitude, longitude and radius in metres, as 51.89,0.26,800`,
    );
  return { latitude, longitude, radiusMeters };
}

function pointOf(option: string, text: string) {
  const [latitude, longitude, ...more] = text.split(',').map(Number);
  if (more.length > 0 || ![latitude, longitude].every(Number.isFinite))
    throw unusableArguments(`${option} ${text} must be latitude and longitude, as 51.89,0.26`);
  return { latitude, longitude };
}
