import { excerpt } from '../../model/printable.ts';
import { type DateOrder, UnusableArgument, dateOrders } from '../logger-file.ts';
import { type NumberedDate, type Stamp, midnightIn } from './stamp.ts';

/** In which order the dates of a table are read, and why. */
export type KnownOrder = { readonly order: DateOrder; readonly because: string };

const inWords: { readonly [order in DateOrder]: string } = {
  DMY: 'day, month, year',
  MDY: 'month, day, year',
  YMD: 'year, month, day',
};

/** Describes an order for people. */
export function orderInWords(order: DateOrder): string {
  return inWords[order];
}

/**
 * The letters of a date pattern in headings and preambles, by language: English, German (Tag, Jahr), French and Dutch
 * (jour, jaar), Spanish and Italian (año, anno), Finnish and Scandinavian letters are among them.
 */
const patternOfDate = /(?<!\p{L})([dtjmya]{1,4})([-./])([dtjmya]{1,4})\2([dtjmya]{1,4})(?!\p{L})/iu;

/** The order that a pattern such as DD/MM/YYYY or TT.MM.JJJJ in a text names; null if there is none. */
export function orderNamed(text: string): DateOrder | null {
  const parts = patternOfDate
    .exec(text)
    ?.slice(1)
    .filter((_, index) => index !== 1);
  if (parts === undefined) return null;
  const letters = parts.map((part) => part[0]!.toUpperCase());
  if (!parts.every((part) => new Set(part.toUpperCase()).size === 1)) return null;
  // J is the day in French (JJ/MM/AAAA), the year in German and Dutch (TT.MM.JJJJ).
  const day = letters.some((letter) => letter === 'D' || letter === 'T') ? 'DT' : 'J';
  const order = letters.map((letter) => (day.includes(letter) ? 'D' : letter === 'M' ? 'M' : 'Y')).join('');
  return dateOrders.find((each) => each === order) ?? null;
}

/** A wall clock, in milliseconds as if it were UTC. */
type Walls = readonly number[];

/**
 * Decides in which order the dates of a table are written: as the user says; else by the only order that fits all of
 * them; as the heading says; by times of the preamble that are the table's first or last; or by the only order in which
 * the steps over midnight are as long as the others.
 *
 * @param stamps The table's times in the order of its rows.
 * @param texts The heading of the times and the preamble.
 * @param moments Times of the preamble whose order is known, in milliseconds as if they were UTC.
 * @throws {UnusableArgument} when several orders remain, or none fits.
 */
export function dateOrderOf(
  stamps: readonly Stamp[],
  answer: DateOrder | undefined,
  texts: readonly string[],
  moments: readonly number[],
): KnownOrder | null {
  const open = stamps.filter(
    (stamp): stamp is Stamp & { date: NumberedDate } => typeof stamp.date === 'object' && stamp.date !== null,
  );
  if (open.length === 0) return null;
  const distinct = [...new Map(open.map(({ date }) => [date.numbers.join('/'), date])).values()];
  const fitting = dateOrders.filter((order) => distinct.every((date) => midnightIn(date, order) !== null));
  const example = distinct[0]!.numbers.join('/');
  if (answer !== undefined) {
    if (fitting.includes(answer)) return { order: answer, because: '--date-order' };
    throw new UnusableArgument(
      `--date-order ${answer} fits not all of its dates, as ${example}; ${fitting.length === 0 ? 'no order fits all of them: the file may be of several loggers' : `possible is ${fitting.join(' or ')}`}`,
    );
  }
  if (fitting.length === 1) return { order: fitting[0]!, because: 'no other order fits all dates' };
  if (fitting.length === 0)
    throw new UnusableArgument(
      `its dates, as ${example}, fit no single order of day, month and year; split the file where the way of writing dates changes`,
      { question: { option: 'date-order', candidates: [] } },
    );
  const walls = new Map(fitting.map((order) => [order, wallsIn(open, order)]));
  // Dates such as 05/05/05 are the same in every order.
  const [first, ...others] = walls.values();
  if (others.every((each) => each.every((wall, index) => wall === first![index])))
    return { order: fitting[0]!, because: 'all orders give the same dates' };
  const known =
    namedIn(texts, fitting) ??
    only(
      fitting,
      (order) => isAtEnd(walls.get(order)!, moments),
      'the preamble gives the first or last time',
    ) ??
    only(
      fitting,
      (order) => isEvenOverMidnight(walls.get(order)!),
      'only so the steps over midnight are as the others',
    );
  if (known !== null) return known;
  throw new UnusableArgument(
    `its dates, as ${excerpt(example)}, can be read in several orders; say which is meant, as --date-order ${fitting.map((order) => `${order} (${inWords[order]})`).join(' or ')}`,
    { question: { option: 'date-order', candidates: fitting } },
  );
}

function wallsIn(stamps: readonly (Stamp & { date: NumberedDate })[], order: DateOrder): Walls {
  return stamps.map(({ date, clockMs }) => midnightIn(date, order)! + (clockMs ?? 0));
}

function namedIn(texts: readonly string[], fitting: readonly DateOrder[]): KnownOrder | null {
  for (const text of texts) {
    const order = orderNamed(text);
    if (order !== null && fitting.includes(order)) return { order, because: `${excerpt(text)} says so` };
  }
  return null;
}

function only(
  fitting: readonly DateOrder[],
  isRight: (order: DateOrder) => boolean,
  because: string,
): KnownOrder | null {
  const right = fitting.filter(isRight);
  return right.length === 1 ? { order: right[0]!, because } : null;
}

function isAtEnd(walls: Walls, moments: readonly number[]): boolean {
  return moments.includes(walls[0]!) || moments.includes(walls.at(-1)!);
}

const dayMs = 86_400_000;
/** Loggers' clocks and the rounding of their exports may move a time by this much. */
const toleranceMs = 2000;

/** Whether a step to another day is as long as the most frequent step, and nothing is far out of it. */
function isEvenOverMidnight(walls: Walls): boolean {
  const steps = walls.slice(1).map((wall, index) => Math.abs(wall - walls[index]!));
  const counts = new Map<number, number>();
  for (const step of steps) counts.set(step, (counts.get(step) ?? 0) + 1);
  const usual = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), [0, 0]);
  if (usual[0] === 0 || usual[1] < 2) return false;
  return steps.some((step, index) => {
    const isOtherDay = Math.floor(walls[index]! / dayMs) !== Math.floor(walls[index + 1]! / dayMs);
    return isOtherDay && Math.abs(step - usual[0]) <= toleranceMs;
  });
}
