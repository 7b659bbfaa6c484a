import type { FeatureCollection, MultiLineString } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import address from 'world-atlas/countries-50m.json?url';

/** Land and country borders, from Natural Earth. */
export type Basemap = { readonly land: FeatureCollection; readonly borders: MultiLineString };

let loading: Promise<Basemap> | null = null;

/** Loads the map data once; after a failure the next call tries again. */
export function loadBasemap(): Promise<Basemap> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load(): Promise<Basemap> {
  const response = await fetch(address);
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
