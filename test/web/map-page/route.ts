import { together } from '../../../web/chart/shared.ts';
import type { Series, Track } from '../../../web/shipment/record.ts';

/** The cursor of no charts. */
export const shared = together();

const began = Date.now() - 3 * 3_600_000;
const iso = (at: number): string => new Date(at).toISOString();
const count = 120;
const span = { device: 'box-0', from: iso(began), to: iso(began + count * 60_000), readings: count };

/** A way from Basel towards Zurich, with a warm stretch on it. */
export const track: Track = {
  ...span,
  channel: 'location',
  points: Array.from({ length: count }, (_, index) => [
    began + index * 60_000,
    47.56 - index * 0.0013 + Math.sin(index / 8) * 0.01,
    7.59 + index * 0.0085,
  ]),
};

export const series: Series = {
  ...span,
  channel: 'temperature',
  points: Array.from({ length: count }, (_, index) => [began + index * 60_000, 5 + (index > 60 ? 2.5 : 0)]),
};

export const plan = {
  origin: { name: 'Basel depot', circle: { latitude: 47.56, longitude: 7.59, radiusMeters: 5000 } },
  waypoints: [{ name: 'Munich hub', circle: { latitude: 48.14, longitude: 11.58, radiusMeters: 9000 } }],
  destination: {
    name: 'Vienna hospital',
    polygon: {
      corners: [
        { latitude: 48.1, longitude: 16.2 },
        { latitude: 48.1, longitude: 16.5 },
        { latitude: 48.35, longitude: 16.35 },
      ],
    },
  },
};
