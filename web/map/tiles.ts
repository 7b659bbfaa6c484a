import type { Place } from './view.ts';

/** The width and height of a tile of towns in degrees. */
export const tileDegrees = 30;

/** The tile in which a point lies: its column from 180° W and its row from the South Pole. */
export function tileOf({ latitude, longitude }: Place): string {
  const column = Math.min(360 / tileDegrees - 1, Math.floor((longitude + 180) / tileDegrees));
  const row = Math.min(180 / tileDegrees - 1, Math.floor((latitude + 90) / tileDegrees));
  return `${column}-${row}`;
}
