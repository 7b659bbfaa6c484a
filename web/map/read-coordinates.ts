import { texts } from '../texts.ts';
import { wrapped, type Place } from './view.ts';

export type CoordinatesRead = { readonly place: Place } | { readonly problem: string };

// Degrees with optional minutes and seconds, each with or without its sign; the signs as keyboards and maps have them.
const number = String.raw`\d{1,3}(?:[.,]\d+)?`;
const angle = String.raw`([-+−]?)\s*(${number})\s*(?:°|º|deg|d)?\s*(?:(${number})\s*(?:['′’]|m(?:in)?)\s*)?(?:(${number})\s*(?:["″”]|''|′′|s(?:ec)?)\s*)?`;
const pair = new RegExp(
  String.raw`^([NSEW])?\s*${angle}([NSEW])?(?:\s*[,;/]\s*|\s+|(?<=[NSEW])|(?=[NSEW]))([NSEW])?\s*${angle}([NSEW])?$`,
  'i',
);

/**
 * Reads coordinates as people type or paste them: decimal degrees, or degrees, minutes and seconds; latitude first, or
 * in any order with N, S, E and W. What cannot be read is refused with a sentence.
 */
export function readCoordinates(typed: string): CoordinatesRead {
  const { problems } = texts.area;
  const match = pair.exec(typed.trim().replace(/^\((.*)\)$/s, '$1'));
  if (match === null) return { problem: problems.notCoordinates };
  const [, before1, sign1, d1, m1, s1, after1, before2, sign2, d2, m2, s2, after2] = match;
  const one = {
    letter: (before1 ?? after1)?.toUpperCase(),
    isTwice: before1 !== undefined && after1 !== undefined,
  };
  const two = {
    letter: (before2 ?? after2)?.toUpperCase(),
    isTwice: before2 !== undefined && after2 !== undefined,
  };
  const isEastFirst = one.letter === 'E' || one.letter === 'W';
  const isNorthSecond = two.letter === 'N' || two.letter === 'S';
  const isOneLetter = (one.letter === undefined) !== (two.letter === undefined);
  if (one.isTwice || two.isTwice || isOneLetter || isEastFirst !== isNorthSecond)
    return { problem: problems.notCoordinates };
  const minutes = [m1, s1, m2, s2].map((part) => Number((part ?? '0').replace(',', '.')));
  if (minutes.some((part) => part >= 60)) return { problem: problems.minutes };
  const degrees = (
    sign: string | undefined,
    whole: string,
    [minute, second]: number[],
    letter?: string,
  ): number => {
    const size = Number(whole.replace(',', '.')) + minute! / 60 + second! / 3600;
    const isNegative = sign === '-' || sign === '−';
    return (isNegative !== (letter === 'S' || letter === 'W') ? -1 : 1) * size;
  };
  const values = [
    degrees(sign1, d1!, minutes.slice(0, 2), one.letter),
    degrees(sign2, d2!, minutes.slice(2), two.letter),
  ] as const;
  const [latitude, longitude] = isEastFirst ? [values[1], values[0]] : values;
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
