import type { Formats } from '../format/formats.ts';
import { planTexts } from '../texts/plan.ts';
import type { Area } from './draft-plan.ts';

const word = planTexts.place;
const kilometer = 1000;

/** Describes a geofence: "Area: 500 m around 52.19, 0.09." */
export function areaInWords(area: Area | null, { number }: Pick<Formats, 'number'>): string {
  if (area === null) return word.noArea;
  if ('polygon' in area) return word.polygon(area.polygon.corners.length);
  const { latitude, longitude, radiusMeters } = area.circle;
  const radius =
    radiusMeters < kilometer
      ? `${number(Math.round(radiusMeters))}\u00a0m`
      : `${number(radiusMeters / kilometer)}\u00a0km`;
  // Two decimals are about a kilometre.
  return word.circle(radius, `${number(latitude)}, ${number(longitude)}`);
}
