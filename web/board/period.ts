/** The periods in which ended shipments are listed. */
export const periods = ['7d', '30d', 'month', 'last-month', 'range'] as const;
export type Period = (typeof periods)[number];

/** A time range as the API takes it (ISO 8601, UTC); null: without an end. */
export type Range = { readonly from: string | null; readonly to: string | null };

const dayMs = 86_400_000;

/**
 * Returns the time range of a period at a time in epoch milliseconds. Days and months are those of the person, in UTC
 * if `isUtc`. `given` has the days of the period "range", such as "2026-03-04", of which the last one belongs to it.
 */
export function rangeOf(period: Period, given: Range, now: number, isUtc: boolean): Range {
  const today = new Date(now);
  const [year, month] = isUtc
    ? [today.getUTCFullYear(), today.getUTCMonth()]
    : [today.getFullYear(), today.getMonth()];
  const at = (...date: [number, number, number]): string =>
    new Date(isUtc ? Date.UTC(...date) : new Date(...date).getTime()).toISOString();
  switch (period) {
    case '7d':
    case '30d': {
      // The hour, so that the same is asked for a while.
      const hour = Math.floor(now / 3_600_000) * 3_600_000;
      return { from: new Date(hour - (period === '7d' ? 7 : 30) * dayMs).toISOString(), to: null };
    }
    case 'month':
      return { from: at(year, month, 1), to: null };
    case 'last-month':
      return { from: at(year, month - 1, 1), to: at(year, month, 1) };
    case 'range':
      return { from: beginOf(given.from, 0, at), to: beginOf(given.to, 1, at) };
  }
}

/** The begin of a day, or of the one so many days later; null where no day is given. */
function beginOf(
  day: string | null,
  later: number,
  at: (...date: [number, number, number]) => string,
): string | null {
  const read = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '');
  return read === null ? null : at(Number(read[1]), Number(read[2]) - 1, Number(read[3]) + later);
}
