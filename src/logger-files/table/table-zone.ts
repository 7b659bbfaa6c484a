import { excerpt } from '../../model/printable.ts';
import { type TimeZoneOption, UnusableArgument } from '../logger-file.ts';
import { meaningsIn } from '../zone.ts';
import type { Table } from './find-table.ts';
import { type StatedZone, zoneOfHeading, zoneOfPreamble } from './stated-zone.ts';

/** The zone of the times of a table that have no offset, and where it comes from. */
export type TableZone = { readonly zone: string; readonly because: string };

/**
 * The zone in which the times of a table are written: as its heading or preamble says, which must agree with the user;
 * else as the user says. Null if every time has its own offset.
 *
 * @param walls The times without an offset, in milliseconds as if they were UTC.
 * @throws {UnusableArgument} when nothing says it, or two say different things.
 */
export function zoneOf(table: Table, walls: readonly number[], timeZone: TimeZoneOption): TableZone | null {
  if (walls.length === 0) return null;
  const ends = [walls[0]!, walls.at(-1)!];
  const stated = statedIn(table);
  const other = stated.find((each) => !agree(each.zone, stated[0]!.zone, ends));
  if (other !== undefined)
    throw new UnusableArgument(
      `${excerpt(stated[0]!.text)} and ${excerpt(other.text)} name different zones for the times; correct the one that is wrong`,
    );
  const [first] = stated;
  if (first === undefined && timeZone === null)
    throw new UnusableArgument(
      'its times have no offset and it names no zone for them; say which zone the logger was set to, as --time-zone Europe/Berlin or --time-zone +01:00',
      { question: { option: 'time-zone', candidates: [] } },
    );
  if (first === undefined) return { zone: timeZone!, because: '--time-zone' };
  if (timeZone !== null && !agree(first.zone, timeZone, ends))
    throw new UnusableArgument(
      `it says ${excerpt(first.text)} of its times, and --time-zone ${timeZone} is another offset; leave --time-zone out, or correct the file where it is wrong`,
    );
  return timeZone === null
    ? { zone: first.zone, because: excerpt(first.text) }
    : { zone: timeZone, because: '--time-zone' };
}

/** Whether two zones mean the same moments by these wall clocks. */
function agree(one: string, other: string, walls: readonly number[]): boolean {
  const [first, second] = [meaningsIn(one), meaningsIn(other)];
  return walls.every((wall) => {
    const [own, others] = [momentsOf(first, wall), momentsOf(second, wall)];
    return own.some((moment) => others.includes(moment));
  });
}

function momentsOf(meanings: ReturnType<typeof meaningsIn>, wall: number): number[] {
  try {
    const meaning = meanings(wall);
    return typeof meaning === 'number' ? [meaning] : [meaning.earlier, meaning.later];
  } catch (cause) {
    if (cause instanceof UnusableArgument) return [];
    throw cause;
  }
}

function statedIn({ headings, preamble, time }: Table): StatedZone[] {
  const ofHeading = time.indexes.flatMap((index) => zoneOfHeading((headings[index] ?? []).join(' ')) ?? []);
  const ofPreamble = preamble.flatMap(({ cells }) => {
    const filled = cells.filter((cell) => cell !== '');
    return zoneOfPreamble(filled.join(filled.length === 2 ? ': ' : ' ')) ?? [];
  });
  return [...ofHeading, ...ofPreamble];
}
