import { atOffset } from '../../model/instant.ts';
import { UnusableArgument, UnusableFile } from '../logger-file.ts';
import { zoneAbbreviations } from '../zone-abbreviations.ts';
import { type Stamp as ClockStamp, fileClock } from '../zoned-clock.ts';
import { dateOrderOf, orderInWords } from './date-order.ts';
import type { Table } from './find-table.ts';
import { type Stamp, midnightIn, parseStamp } from './stamp.ts';
import type { TableToRead } from './table-to-read.ts';
import { zoneOf } from './table-zone.ts';

/** Gives each row's time in epoch milliseconds. Rows must be asked for in their order, each once. */
export type Times = { readonly momentOf: (stamp: Stamp, line: number) => number; readonly inWords: string };

/**
 * How the times of a table are read: in which order its dates stand, and in which zone.
 *
 * @throws {UnusableArgument} when the order or the zone is open, or an answer contradicts the file.
 * @throws {UnusableFile} when its clock leaves open which half of the day it shows.
 */
export function timesOf(table: Table, { timeZone, answers }: TableToRead): Times {
  const timed = table.rows.flatMap(({ stamp, line, cells }) =>
    stamp === null ? [] : [{ stamp, line, cells }],
  );
  const stamps = timed.map(({ stamp }) => stamp);
  const headings = table.time.indexes.map((index) => (table.headings[index] ?? []).join(' '));
  const preamble = table.preamble.map(({ cells }) => cells.filter((cell) => cell !== '').join(' '));
  const order = dateOrderOf(
    stamps,
    answers.dateOrder,
    [...headings, ...preamble.filter((text) => /date|datum|fecha|data/i.test(text))],
    momentsOf(table),
  );
  const wallOf = ({ date, clockMs }: Stamp): number =>
    (typeof date === 'number' ? date : midnightIn(date!, order!.order)!) + clockMs!;
  if (table.time.kind !== 'epoch') refuseHalfDays(stamps, wallOf, timed);
  const zoned: ClockStamp[] = timed.flatMap(({ stamp, line }) =>
    stamp.offsetMinutes === null ? [{ utcMs: wallOf(stamp), line, columns: -1 }] : [],
  );
  const zone = zoneOf(
    table,
    zoned.map(({ utcMs }) => utcMs),
    timeZone,
  );
  const clock = zone === null ? null : fileClock(zone.zone, zoned);
  const inOrder = order === null ? [] : [`dates as ${orderInWords(order.order)} (${order.because})`];
  const inZone =
    zone === null
      ? table.time.kind === 'epoch'
        ? 'counted since 1970 in UTC'
        : 'UTC offsets in every time'
      : `in ${zone.zone} (${zone.because})`;
  return {
    momentOf: (stamp, line) => {
      const wall = wallOf(stamp);
      if (stamp.offsetMinutes !== null) return atOffset(wall, stamp.offsetMinutes);
      const at = clock!(wall, line);
      if (stamp.zone !== undefined) refuseOtherZone(stamp.zone, (wall - at) / 3_600_000, line);
      return at;
    },
    inWords: [
      ...(table.time.kind === 'Excel serial number' ? ['Excel serial numbers'] : []),
      ...inOrder,
      inZone,
    ].join(', '),
  };
}

/** Refuses an offset, in hours, for which the abbreviation behind a time is not used. */
function refuseOtherZone(zone: string, hours: number, line: number): void {
  if (zoneAbbreviations[zone]!.includes(hours)) return;
  throw new UnusableArgument(
    `line ${line}: the time says ${zone.toUpperCase()}, and --time-zone reads it at another offset; give the zone in which the times were written`,
  );
}

/** Times in the preamble whose date is certain, in milliseconds as if they were UTC. */
function momentsOf({ preamble }: Table): number[] {
  return preamble.flatMap(({ cells }) =>
    cells.flatMap((cell) =>
      [cell, ...cell.replaceAll(/\s+/g, ' ').split(/(?<=\D)[:=] | - /)].flatMap((text) => {
        const stamp = parseStamp(text.trim());
        return typeof stamp?.date === 'number' && stamp.clockMs !== null ? [stamp.date + stamp.clockMs] : [];
      }),
    ),
  );
}

/**
 * Refuses a clock of twelve hours without AM and PM, which shows by going back by twelve hours less a step. Other steps
 * back are those of a second logger or a second start.
 *
 * @throws {UnusableFile} when it does.
 */
function refuseHalfDays(
  stamps: readonly Stamp[],
  wallOf: (stamp: Stamp) => number,
  rows: readonly { readonly line: number }[],
): void {
  // Rows may be missing where the clock goes back.
  const longestGapMs = 3 * 3_600_000;
  const [oneMs, thirteenMs] = [3_600_000, 13 * 3_600_000];
  if (stamps.some(({ saysHalf, clockMs }) => saysHalf || clockMs! >= thirteenMs || clockMs! < oneMs)) return;
  const walls = stamps.map(wallOf);
  const steps = walls.slice(1).map((wall, index) => wall - walls[index]!);
  const sign = Math.sign(steps.reduce((sum, step) => sum + Math.sign(step), 0)) || 1;
  const forward = steps.map((step) => sign * step).filter((step) => step > 0);
  const usual = forward.sort((a, b) => a - b)[Math.floor(forward.length / 2)] ?? 0;
  const back = steps.findIndex((step) => {
    const meant = sign * step + 12 * 3_600_000;
    return sign * step < 0 && meant > 0 && meant <= Math.max(2 * usual, longestGapMs);
  });
  if (back >= 0)
    throw new UnusableFile(
      `line ${rows[back + 1]!.line}: its clock has twelve hours and does not say AM or PM; export the times with 24 hours, or with AM and PM`,
    );
}
