import type { ScalarReading } from '../../src/model/reading.ts';
import { minute } from './series.ts';

const began = Date.UTC(2023, 3, 17, 15, 23);

/** Readings of a logger, one every ten minutes for 70 h, with values in a slow wave of one decimal. */
function madeUpLogger(middle: number, swing: number): readonly ScalarReading[] {
  return Array.from({ length: 424 }, (_, index) => ({
    channel: 'temperature',
    at: began + index * 10 * minute,
    value: Math.round((middle + swing * Math.sin(index / 20)) * 10) / 10,
  }));
}

/** A logger in a cool cellar, always above 8 °C: 9.7 to 12.7 °C. */
export const cellarLogger = madeUpLogger(11.2, 1.5);
/** A logger in a freezer, around -16 °C: -17.2 to -14.8 °C. */
export const freezerLogger = madeUpLogger(-16, 1.2);

/**
 * A logger in a box of 2 to 8 °C, out of range for an hour while a door was open, and silent for an hour and a half
 * later.
 */
export const openedBox = madeUpLogger(5, 1).flatMap((reading, index): ScalarReading[] => {
  if (index >= 260 && index < 269) return [];
  return index >= 120 && index < 126 ? [{ ...reading, value: 14.5 + (index % 3) }] : [reading];
});

/** Returns readings of one channel as the CSV file of a logger. */
export function asCsv(readings: readonly ScalarReading[]): string {
  const rows = readings.map(({ at, value }) => `${new Date(at).toISOString()},${value}\n`);
  return `time,temperature\n${rows.join('')}`;
}
