import { texts } from '../texts.ts';
import { wrapped, type Place } from './view.ts';

type CoordinatesRead = { readonly place: Place } | { readonly problem: string };

// Degrees with optional minutes and seconds, each with or without its sign; the signs as keyboards and maps have them.
const number = String.raw`\d{1,3}(?:[.,]\d+)?`;
const angle = String.raw`([-+−]?)\s*(${number})\s*(?:°|º)?\s*(?:(${number})\s*['′’]\s*)?(?:(${number})\s*(?:["″”]|''|′′)\s*)?`;
const [letter, between] = ['([NSEW])', String.raw`(?:\s*[,;/]\s*|\s+|(?<=[NSEW]))`];
const lettersBefore = new RegExp(`^${letter}\\s*${angle}${between}${letter}\\s*${angle}$`, 'i');
const lettersAfter = new RegExp(`^${angle}${letter}?${between}${angle}${letter}?$`, 'i');

type Angle = {
  readonly letter: string | undefined;
  readonly sign: string;
  readonly parts: readonly number[];
};

/** The two angles of a text, each with its letter if it has one; null if it is no pair of angles. */
function anglesIn(text: string): readonly [Angle, Angle] | null {
  const angleOf = (point: string | undefined, [sign, ...parts]: readonly (string | undefined)[]): Angle => ({
    letter: point?.toUpperCase(),
    sign: sign ?? '',
    parts: parts.map((part) => Number((part ?? '0').replace(',', '.'))),
  });
  const before = lettersBefore.exec(text);
  if (before !== null)
    return [angleOf(before[1], before.slice(2, 6)), angleOf(before[6], before.slice(7, 11))];
  const after = lettersAfter.exec(text);
  return after && [angleOf(after[5], after.slice(1, 5)), angleOf(after[10], after.slice(6, 10))];
}

function degreesOf({ letter: point, sign, parts: [whole, minutes, seconds] }: Angle): number {
  const size = whole! + minutes! / 60 + seconds! / 3600;
  return sign === '-' || sign === '−' || point === 'S' || point === 'W' ? -size : size;
}

/**
 * Reads coordinates as people type or paste them: decimal degrees, or degrees, minutes and seconds; latitude first, or
 * in any order with N, S, E and W. What cannot be read is refused with a sentence.
 */
export function readCoordinates(typed: string): CoordinatesRead {
  const { problems } = texts.area;
  const angles = anglesIn(typed.trim().replace(/^\((.*)\)$/s, '$1'));
  if (angles === null) return { problem: problems.notCoordinates };
  const axes = angles.map((each) => each.letter && ('NS'.includes(each.letter) ? 'north' : 'east'));
  // Two letters of one axis, or a letter at one angle only, say nothing.
  if (axes[0] === axes[1] ? axes[0] !== undefined : axes.includes(undefined))
    return { problem: problems.notCoordinates };
  // "−33 S" may be meant as 33 degrees south or, read strictly, north.
  if (angles.some(({ letter: point, sign }) => point !== undefined && sign !== ''))
    return { problem: problems.signAndLetter };
  if (angles.some(({ parts }) => parts.slice(1).some((part) => part >= 60)))
    return { problem: problems.minutes };
  const [first, second] = angles.map(degreesOf) as [number, number];
  const [latitude, longitude] = axes[0] === 'east' ? [second, first] : [first, second];
  if (Math.abs(latitude) > 90) return { problem: problems.latitude(asTyped(latitude)) };
  if (Math.abs(longitude) > 180) return { problem: problems.longitude(asTyped(longitude)) };
  return { place: { latitude: toMeters(latitude), longitude: toMeters(longitude) } };
}

/** Coordinates in decimal degrees, as `readCoordinates` reads them. */
export function coordinatesText({ latitude, longitude }: Place): string {
  return `${toMeters(latitude)}, ${toMeters(longitude)}`;
}

/** A place of the map, within the range of coordinates and to about a metre. */
export function rounded({ latitude, longitude }: Place): Place {
  const [north, east] = [toMeters(latitude), toMeters(wrapped(longitude))];
  return { latitude: Math.min(90, Math.max(-90, north)), longitude: east };
}

/** Five decimals of a degree, about a metre: a geofence drawn by hand is not more exact. */
function toMeters(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}

function asTyped(degrees: number): string {
  return String(toMeters(degrees)).replace('-', '−');
}
