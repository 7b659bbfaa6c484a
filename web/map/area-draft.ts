import { texts } from '../texts.ts';
import type { Area } from './area.ts';
import { coordinatesText, readCoordinates } from './read-coordinates.ts';
import type { Place } from './view.ts';

/** What is in the fields of a geofence: as it was typed, whether it can be used or not. */
export type AreaDraft = {
  readonly shape: 'circle' | 'polygon';
  readonly centre: string;
  readonly radius: string;
  readonly corners: readonly { readonly latitude: string; readonly longitude: string }[];
};

/** The sentences with which fields are refused; null where there is nothing to say. */
type AreaProblems = {
  readonly centre: string | null;
  readonly radius: string | null;
  readonly corners: readonly (string | null)[];
  readonly polygon: string | null;
};

/** What the fields of a circle and those of a polygon need. */
export type AreaFields = {
  readonly draft: AreaDraft;
  /** Null before there is anything to say. */
  readonly problems: AreaProblems | null;
  readonly onChange: (draft: AreaDraft) => void;
  /** Called when the person leaves a field, so that the map can show what it says. */
  readonly onTyped: () => void;
};

const usualRadius = 500;
const mostCorners = 500;

/** The fields of an area; null is an empty circle. */
export function draftOf(area: Area | null): AreaDraft {
  const empty = { shape: 'circle', centre: '', radius: String(usualRadius), corners: [] } as const;
  if (area === null) return empty;
  if ('circle' in area)
    return { ...empty, centre: coordinatesText(area.circle), radius: String(area.circle.radiusMeters) };
  return {
    ...empty,
    shape: 'polygon',
    corners: area.polygon.corners.map(({ latitude, longitude }) => ({
      latitude: String(latitude),
      longitude: String(longitude),
    })),
  };
}

/** The centre that the fields have; null if it cannot be read. */
export function centreOf({ centre }: AreaDraft): Place | null {
  const read = readCoordinates(centre);
  return 'place' in read ? read.place : null;
}

/** The radius that the fields have in metres; null if it is not one. */
export function radiusOf({ radius }: AreaDraft): number | null {
  const meters = Number(radius.trim().replace(',', '.'));
  return radius.trim() !== '' && Number.isFinite(meters) && meters > 0 ? meters : null;
}

/** The corners that the fields have, in their order; null for one that cannot be read. */
export function cornersOf({ corners }: AreaDraft): readonly (Place | null)[] {
  return corners.map(({ latitude, longitude }) => {
    const [north, east] = [degreesOf(latitude, 90), degreesOf(longitude, 180)];
    return north === null || east === null ? null : { latitude: north, longitude: east };
  });
}

function degreesOf(typed: string, limit: number): number | null {
  const degrees = Number(typed.trim().replace(',', '.').replace('−', '-'));
  return typed.trim() !== '' && Math.abs(degrees) <= limit ? degrees : null;
}

/** The area of the fields, and the problems because of which there is none. */
export function areaOf(draft: AreaDraft): { area: Area | null; problems: AreaProblems } {
  const none: AreaProblems = { centre: null, radius: null, corners: [], polygon: null };
  const { problems } = texts.area;
  if (draft.shape === 'circle') {
    const [centre, radiusMeters] = [readCoordinates(draft.centre), radiusOf(draft)];
    if ('place' in centre && radiusMeters !== null)
      return { area: { circle: { ...centre.place, radiusMeters } }, problems: none };
    const centreProblem = draft.centre.trim() === '' ? problems.noCentre : problemOf(centre);
    return {
      area: null,
      problems: { ...none, centre: centreProblem, radius: radiusMeters === null ? problems.radius : null },
    };
  }
  const read = cornersOf(draft);
  const corners = read.filter((corner) => corner !== null);
  if (corners.length < read.length) {
    const each = read.map((corner, index) => (corner === null ? problems.cornerMissing(index + 1) : null));
    return { area: null, problems: { ...none, corners: each } };
  }
  const polygon = polygonProblem(corners);
  return { area: polygon === null ? { polygon: { corners } } : null, problems: { ...none, polygon } };
}

function problemOf(read: ReturnType<typeof readCoordinates>): string | null {
  return 'problem' in read ? read.problem : null;
}

function polygonProblem(corners: readonly Place[]): string | null {
  const { problems } = texts.area;
  if (corners.length < 3) return problems.fewCorners(corners.length);
  if (corners.length > mostCorners) return problems.manyCorners;
  return isCrossed(corners) ? problems.crossing : null;
}

/** Whether two sides of a polygon cross. Longitudes are relative to the first corner, so 180 degrees is no special case. */
function isCrossed(corners: readonly Place[]): boolean {
  const first = corners[0]!.longitude;
  const points = corners.map(({ latitude, longitude }): readonly [number, number] => [
    ((((longitude - first) % 360) + 540) % 360) - 180,
    latitude,
  ]);
  const sides = points.map((point, index) => [point, points[(index + 1) % points.length]!] as const);
  return sides.some(([a, b], index) =>
    sides
      .slice(index + 1)
      .some(([c, d]) => sideOf(a, b, c) * sideOf(a, b, d) < 0 && sideOf(c, d, a) * sideOf(c, d, b) < 0),
  );
}

/** On which side of the line through two points a third one lies: above 0 to the left, below 0 to the right. */
function sideOf(
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
  [x, y]: readonly [number, number],
): number {
  return Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
}
