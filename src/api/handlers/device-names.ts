import type { SourceSummary } from '../../model/source.ts';
import { devicesOfSource } from '../../storage/source-devices.ts';
import { listSources } from '../../storage/list-sources.ts';
import type { Database } from '../../storage/tables.ts';
import { cursorOf, placeOf } from '../http/pages.ts';
import type { ListThings } from './registered-things.ts';

/** A registered device. The end of its certificate is in epoch milliseconds, and null unless it is known. */
export type NamedDevice = {
  readonly device: string;
  /** The source that it was registered with; null for a thing. */
  readonly source: string | null;
  /** Whether there is a source of its name, for whose devices it speaks. */
  readonly isGateway: boolean;
  readonly certificate: 'known' | 'none' | 'unknown' | 'not-needed';
  readonly certificateUntil: number | null;
};

/** Things come first, then the devices of each source in use, by name. `source` null: among the things. */
type Place = { readonly source: string | null; readonly after: string | null };
type Page = { readonly devices: readonly NamedDevice[]; readonly next: Place | null };

/**
 * A page of all registered devices: things, then the devices of sources. A thing that a source speaks for as well comes
 * twice.
 * @throws {RequestRefused} 400 when the cursor is not one of ours.
 */
export async function deviceNames(
  database: Database,
  listThings: ListThings,
  cursor: string | undefined,
  limit: number,
): Promise<{ devices: NamedDevice[]; next: string | null }> {
  const devices: NamedDevice[] = [];
  let place: Place | null = placeOf(cursor, isPlace) ?? { source: null, after: null };
  while (place !== null && devices.length < limit) {
    const wanted: number = limit - devices.length;
    const page: Page =
      place.source === null
        ? await thingsAfter(database, listThings, place.after, wanted)
        : await ofSource(database, { source: place.source, after: place.after }, wanted);
    devices.push(...page.devices);
    place = page.next;
  }
  return { devices, next: place === null ? null : cursorOf(place) };
}

async function thingsAfter(
  database: Database,
  listThings: ListThings,
  after: string | null,
  limit: number,
): Promise<Page> {
  const [{ things, next }, sources] = await Promise.all([listThings(after, limit), listSources(database)]);
  const gateways = new Set(sources.flatMap(({ transport, name }) => (transport === 'mqtt' ? [name] : [])));
  return {
    devices: things.map(({ name, ...certificate }) => ({
      device: name,
      source: null,
      isGateway: gateways.has(name),
      ...certificate,
    })),
    next: next === null ? sourceAfter(sources, '') : { source: null, after: next },
  };
}

/** A source has few names for its devices, and may have several for one, so all of them are read. */
async function ofSource(
  database: Database,
  { source, after }: { source: string; after: string | null },
  limit: number,
): Promise<Page> {
  const registered = await devicesOfSource(database, source);
  const left = [...new Set(registered.map(({ device }) => device))]
    .toSorted()
    .filter((device) => after === null || device > after);
  const page = left.slice(0, limit);
  return {
    devices: page.map((device) => ({
      device,
      source,
      isGateway: false,
      certificate: 'not-needed',
      certificateUntil: null,
    })),
    next:
      page.length < left.length
        ? { source, after: page.at(-1)! }
        : sourceAfter(await listSources(database), source),
  };
}

function sourceAfter(sources: readonly SourceSummary[], source: string): Place | null {
  const names = sources.map(({ name }) => name).toSorted();
  const following = names.find((name) => name > source);
  return following === undefined ? null : { source: following, after: null };
}

function isPlace(place: unknown): place is Place {
  if (typeof place !== 'object' || place === null) return false;
  const { source, after } = place as Record<string, unknown>;
  return [source, after].every((each) => each === null || (typeof each === 'string' && each !== ''));
}
