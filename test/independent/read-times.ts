const stampForm =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** A time cell: an instant, or a local time yet to be placed; both in milliseconds. */
export type Stamp = { kind: 'instant'; at: number } | { kind: 'local'; local: number };

/** Parses ISO 8601 with or without an offset; null if the cell is no time. */
export function readStamp(text: string): Stamp | null {
  const match = stampForm.exec(text.trim());
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = [1, 2, 3, 4, 5, 6].map((group) =>
    Number(match[group] ?? '0'),
  );
  const whole = Date.UTC(year, month - 1, day, hour, minute, second);
  const written = [year, month, day, hour, minute, second].join();
  if (fieldsOf(new Date(whole)) !== written) return null;
  const local = whole + Math.floor(Number(`0.${match[7] ?? '0'}`) * 1000 + 0.5);
  const offset = match[8];
  return offset === undefined
    ? { kind: 'local', local }
    : { kind: 'instant', at: local - offsetInMilliseconds(offset) };
}

function fieldsOf(date: Date): string {
  return [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ].join();
}

function offsetInMilliseconds(text: string): number {
  if (text.toUpperCase() === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith('-') ? -minutes : minutes) * 60_000;
}
