const moments = /(\d{4}-\d\d-\d\d \d\d:\d\d):\d\d UTC/g;
const durations = /\b\d+(?:\.\d+)? (?:d|h|min|s)\b(?: \d+(?:\.\d+)? (?:h|min|s)\b)*/g;

/**
 * A recorded sentence as a message words it by the design page: moments in UTC to the minute, durations in their two
 * largest units.
 */
export function toldAs(sentence: string): string {
  return sentence.replaceAll(moments, '$1 UTC').replaceAll(durations, inTwoUnits);
}

/** Only the seconds are rounded, and less than ten of them alone to tenths, so that no duration becomes 0 or 60 s. */
function inTwoUnits(written: string): string {
  const [first, ...others] = written.match(/\S+ \S+/g) as [string, ...string[]];
  const told = [first, ...others.slice(0, 1)];
  const [amount, unit] = told.at(-1)!.split(' ') as [string, string];
  if (unit !== 's') return told.join(' ');
  const seconds = Number(amount);
  const isInTenths = told.length === 1 && seconds < 10;
  const rounded = isInTenths ? Number(seconds.toFixed(1)) : Math.round(seconds);
  const least = isInTenths && seconds === 0 ? 0 : isInTenths ? 0.1 : 1;
  return [...told.slice(0, -1), `${Math.min(59, Math.max(least, rounded))} s`].join(' ');
}
