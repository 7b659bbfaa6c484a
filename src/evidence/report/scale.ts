const hour = 3_600_000;
const timeSteps = [
  1 / 60,
  1 / 12,
  1 / 6,
  0.25,
  0.5,
  1,
  2,
  3,
  6,
  12,
  24,
  48,
  96,
  168,
  336,
  720,
  1440,
  2160,
  4320,
  8760,
].map((hours) => hours * hour);

/** At most `most` marks for a time axis, at round times; epoch milliseconds. */
export function timeMarks(from: number, to: number, most: number): number[] {
  const step = timeSteps.find((each) => (to - from) / each <= most) ?? timeSteps.at(-1)!;
  const marks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) marks.push(at);
  return marks;
}

/** The label of a mark, in UTC and ISO 8601: the date at midnight, otherwise the time of day. */
export function timeMark(at: number): string {
  const [date, time] = new Date(at).toISOString().split('T') as [string, string];
  return time.startsWith('00:00') ? date : time.slice(0, 5);
}

/** About `about` marks for an axis of values, at round numbers. */
export function valueMarks(low: number, high: number, about: number): number[] {
  const rough = (high - low) / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough)!;
  const marks: number[] = [];
  for (let mark = Math.ceil(low / step) * step; mark <= high + step / 1e6; mark += step)
    marks.push(Number(mark.toPrecision(12)));
  return marks;
}
