const pattern =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2}))?$/;

/** A wall-clock time: milliseconds as if it were UTC, and its offset where it was written. */
export type WallClock = { readonly utcMs: number; readonly offsetMinutes: number | null };

/** Reads ISO 8601 date and time (seconds optional); null where the text is none, or the day does not exist. */
export function parseWallClock(text: string): WallClock | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((i) => Number(match[i] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const midnight = new Date(0).setUTCFullYear(year, month - 1, day);
  const date = new Date(midnight);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const fraction = match[7] === undefined ? 0 : Math.round(Number(`0.${match[7]}`) * 1000);
  const utcMs = midnight + ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
  if (match[8] !== undefined) return { utcMs, offsetMinutes: 0 };
  if (match[9] === undefined) return { utcMs, offsetMinutes: null };
  const [offsetHours, offsetMinutes] = [Number(match[10]), Number(match[11])];
  if (offsetHours > 18 || offsetMinutes > 59) return null;
  return { utcMs, offsetMinutes: (match[9] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes) };
}

/** Epoch milliseconds of a wall clock at its offset. */
export function atOffset(utcMs: number, offsetMinutes: number): number {
  return utcMs - offsetMinutes * 60_000;
}
