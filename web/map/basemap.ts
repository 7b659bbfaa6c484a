import type { FeatureCollection, MultiLineString } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import coarse from 'world-atlas/countries-110m.json?url';
import fine from 'world-atlas/countries-50m.json?url';

/** Land and country borders, from Natural Earth. */
export type Basemap = { readonly land: FeatureCollection; readonly borders: MultiLineString };
/** The coarse map is a seventh of the fine one in bytes, and enough for a continent. */
type BasemapDetail = 'coarse' | 'fine';

const addresses: Readonly<Record<BasemapDetail, string>> = { coarse, fine };
const loading = new Map<BasemapDetail, Promise<Basemap>>();

/** Loads the map data once; after a failure the next call tries again. */
export function loadBasemap(detail: BasemapDetail): Promise<Basemap> {
  const known = loading.get(detail);
  if (known !== undefined) return known;
  const loaded = load(addresses[detail]);
  loaded.catch(() => loading.delete(detail));
  loading.set(detail, loaded);
  return loaded;
}

async function load(address: string): Promise<Basemap> {
  // What the page says comes before what it is drawn on.
  const response = await fetch(address, { priority: 'low' });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const topology = (await response.json()) as Topology<{
    land: GeometryCollection;
    countries: GeometryCollection;
  }>;
  return {
    land: feature(topology, topology.objects.land),
    borders: mesh(topology, topology.objects.countries, (one, other) => one !== other),
  };
}
