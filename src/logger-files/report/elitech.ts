import { type NamedTable, UnusableFile } from '../logger-file.ts';
import { entriesInOrder } from './entries-in-order.ts';
import type { ReportPage, Word } from './report-page.ts';

/** The headings of the values, the line that they are in, and where the headings of date and time are in each group. */
type Headings = {
  readonly values: readonly string[];
  readonly line: number;
  readonly groups: readonly Readonly<Place>[];
};

type Row = NamedTable['rows'][number];
type Line = readonly Word[];

/** Where a column is, from the left edge of the page or of its date. */
type Place = { left: number; right: number };

/** A reading as printed: its time, and the words behind it. `line` counts from the first line of the report. */
type Entry = {
  readonly time: string;
  readonly values: Line;
  readonly left: number;
  readonly right: number;
  readonly line: number;
};

/** Readings that stand side by side on a page: the entries below each heading of dates, from top to bottom. */
type DataPage = readonly (readonly Entry[])[];

const date = /^\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}$/;
const clock = /^\d{1,2}:\d{2}(?::\d{2})?$/;

/** A page has other times too: of start, end, extremes, alarms and printing. */
const mostOtherTimes = 15;

const refused = (why: string): UnusableFile =>
  new UnusableFile(
    `it is a PDF report of an Elitech logger, and ${why}: export CSV, text or a workbook from ElitechLog instead`,
  );

/**
 * Reads the pages of readings in a report of an Elitech logger: date, time and one or two values, several times side by
 * side, below a line of headings. The rows are returned in order of time below one heading, with the serial number of
 * the logger if the report states it.
 *
 * @throws {UnusableFile} when there are no readings, or one cannot be assigned to its column without doubt.
 */
export function readElitech(pages: readonly ReportPage[]): Row[] {
  let headings: Headings | null = null;
  let lineBefore = 0;
  const found: DataPage[] = [];
  for (const { lines } of pages) {
    const [first, last] = dataIn(lines);
    if (first >= 0) {
      const own = headingsIn(lines.slice(0, first), lineBefore + 1);
      headings = own ?? headings;
      if (headings === null) throw refused('its readings have no headings');
      if (own?.line !== lineBefore + first) refuseLoose(lines[first - 1], lines[first]!, lines[first + 1]);
      refuseLoose(lines[last + 1], lines[last]!, lines[last - 1]);
      found.push(columnsOf(lines.slice(first, last + 1), lineBefore + first + 1, headings.groups));
    }
    const others = first < 0 ? lines : [...lines.slice(0, first), ...lines.slice(last + 1)];
    if (timesIn(others) > mostOtherTimes) throw refused('some of its readings are not understood');
    lineBefore += lines.length;
  }
  if (headings === null) throw refused('no table of readings is recognised in it');
  const places = placesOf(found, headings.values.length);
  const serial = serialNumberIn(pages);
  const entries = entriesInOrder(found);
  if (entries === null) throw refused('its readings are not in order of time');
  return [
    {
      cells: ['time', ...headings.values, ...(serial === null ? [] : ['serial number'])],
      line: headings.line,
    },
    ...entries.map(({ time, values, left, line }) => ({
      cells: [time, ...cellsOf(values, left, places, line), ...(serial === null ? [] : [serial])],
      line,
    })),
  ];
}

/** A serial number is behind its label. */
function serialNumberIn(pages: readonly ReportPage[]): string | null {
  for (const words of pages.flatMap(({ lines }) => lines)) {
    const text = words.map((word) => word.text).join(' ');
    const found = /\bSerial (?:Number|No)\b\.? ?:? ?([A-Z0-9]{6,})\b/i.exec(text);
    if (found !== null) return found[1]!;
  }
  return null;
}

/** How many dates with a time are in some lines. */
function timesIn(lines: readonly Line[]): number {
  return lines.flatMap((words) =>
    words.filter(({ text }, index) => date.test(text) && clock.test(words[index + 1]?.text ?? '')),
  ).length;
}

/** The first and last line of readings on a page; -1 if none has a value. */
function dataIn(lines: readonly Line[]): [first: number, last: number] {
  const isData = (line: Line | undefined): boolean => beginsWithTime(line) && line!.length > 2;
  let [first, last] = [lines.findIndex(isData), lines.findLastIndex(isData)];
  // The values of a line may be missing.
  while (first > 0 && beginsWithTime(lines[first - 1])) first--;
  while (last >= 0 && beginsWithTime(lines[last + 1])) last++;
  return [first, last];
}

function beginsWithTime(line: Line | undefined): boolean {
  return date.test(line?.[0]?.text ?? '') && clock.test(line?.[1]?.text ?? '');
}

/** The headings of the values, from the lowest line that names temperature and time; each with its unit. */
function headingsIn(lines: readonly Line[], firstLine: number): Headings | null {
  const index = lines.findLastIndex(
    (words) =>
      words.some(({ text }) => /^temp/i.test(text)) && words.some(({ text }) => /^(?:date|time)/i.test(text)),
  );
  if (index < 0) return null;
  const groups: (Place & { values: string[] })[] = [];
  for (const { text, left, right } of lines[index]!) {
    const own = groups.at(-1);
    if (/^(?:date|date\/time|time)$/i.test(text)) {
      // The next group of columns begins, or the heading of times follows that of dates.
      if (own?.values.length === 0) own.right = right;
      else groups.push({ left, right, values: [] });
    } else if (own !== undefined && /^(?:temp|hum|r\.?h)/i.test(text)) own.values.push(text);
    else if (own !== undefined && own.values.length > 0) own.values[own.values.length - 1] += ` ${text}`;
    else throw refused(`its heading ${text} is not understood`);
  }
  const { values } = groups[0]!;
  if (groups.some((group) => group.values.join('|') !== values.join('|')))
    throw refused('its headings are not the same for all columns');
  return { values, line: firstLine + index, groups };
}

/** The entries of a page by the headings that their dates are below. */
function columnsOf(lines: readonly Line[], firstLine: number, groups: Headings['groups']): DataPage {
  const columns = groups.map((): Entry[] => []);
  for (const entry of lines.flatMap((words, index) => entriesOf(words, firstLine + index))) {
    const at = groups.findIndex(({ left, right }) => entry.left < right && entry.right > left);
    if (at < 0) throw refused(`line ${entry.line} has a date that is below no heading`);
    const end = groups[at + 1]?.left ?? Infinity;
    if (entry.values.some(({ right }) => right > end))
      throw refused(`line ${entry.line} has a value without a time`);
    columns[at]!.push(entry);
  }
  return columns;
}

/** A text with a digit close to the first or last line of readings may belong to the table. */
function refuseLoose(loose: Line | undefined, own: Line, neighbour: Line | undefined): void {
  if (loose === undefined || !loose.some(({ text }) => /\d/.test(text))) return;
  const distance = (line: Line): number => Math.abs(line[0]!.y - own[0]!.y);
  const pitch =
    neighbour !== undefined && beginsWithTime(neighbour) ? distance(neighbour) : 2 * own[0]!.height;
  if (distance(loose) < 1.5 * pitch) throw refused(`"${loose[0]!.text}" is close to its table of readings`);
}

/** Splits a line before each date. */
function entriesOf(words: Line, line: number): Entry[] {
  const starts = words.flatMap(({ text }, index) => (date.test(text) ? [index] : []));
  if (starts[0] !== 0) throw refused(`line ${line} is no line of readings, between others that are`);
  return starts.map((start, index) => {
    const [day, time, ...rest] = words.slice(start, starts[index + 1]);
    if (!clock.test(time?.text ?? '')) throw refused(`line ${line} has a date without a time`);
    const half = /^[AP]M$/i.test(rest[0]?.text ?? '') ? ` ${rest.shift()!.text}` : '';
    return {
      time: `${day!.text} ${time!.text}${half}`,
      values: rest,
      left: day!.left,
      right: day!.right,
      line,
    };
  });
}

/** Where each column of values is, from the entries that have all values. */
function placesOf(pages: readonly DataPage[], count: number): Place[] {
  const places = Array.from({ length: count }, (): Place => ({ left: Infinity, right: -Infinity }));
  for (const { values, left } of pages.flat(2))
    if (values.length === count)
      values.forEach((word, index) => {
        const place = places[index]!;
        place.left = Math.min(place.left, word.left - left);
        place.right = Math.max(place.right, word.right - left);
      });
  if (places.some(({ right }, index) => right >= (places[index + 1]?.left ?? Infinity)))
    throw refused('its columns of values overlap');
  return places;
}

/** The values of a row by their places; one that is missing stays empty. */
function cellsOf(values: Line, left: number, places: readonly Place[], line: number): string[] {
  const cells = places.map(() => '');
  for (const word of values) {
    const at = places.findIndex((place) => word.right - left > place.left && word.left - left < place.right);
    const isCertain =
      at >= 0 && cells[at] === '' && !(word.right - left > (places[at + 1]?.left ?? Infinity));
    if (!isCertain) throw refused(`"${word.text}" in line ${line} cannot be assigned to a column`);
    cells[at] = word.text;
  }
  return cells;
}
