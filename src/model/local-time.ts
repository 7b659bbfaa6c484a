/** Times as people of one zone read them; all are given in epoch milliseconds. */
export type Clock = {
  /** With the day: "2026-03-04 13:24 CET". */
  readonly moment: (at: number) => string;
  /** Without the day where it is the local day of `now`: "13:24 CET". */
  readonly time: (at: number, now: number) => string;
  /** The local day, as "2026-03-04". */
  readonly day: (at: number) => string;
  /** A recorded sentence, whose times are in UTC, with its times in this zone. */
  readonly localised: (sentence: string) => string;
};

/** Places whose English names the zones around them; elsewhere a zone is its distance from UTC, as "GMT+9". */
const namesFrom = ['en-GB', 'en-US', 'en-AU', 'en-NZ', 'en-IN', 'en-ZA'];
const isOffset = /^(GMT|UTC)[+-]/;
const recordedMoments = /\b(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?) UTC\b/g;

const clocks = new Map<string, Clock>();

/**
 * The clock of a time zone. It is made once, because that takes a millisecond.
 * @throws {RangeError} when the IANA database does not have the zone.
 */
export function clockIn(zone: string): Clock {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const clock = newClock(zone);
  clocks.set(zone, clock);
  return clock;
}

function newClock(zone: string): Clock {
  const names = namesFrom.map(
    (language) => new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: 'short' }),
  );
  const digits = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const nameAt = (at: number): string => {
    let first: string | null = null;
    for (const each of names) {
      const name = partsOf(each, at)['timeZoneName']!;
      if (!isOffset.test(name)) return name;
      first ??= name;
    }
    return first!;
  };
  const day = (at: number): string => {
    const { year, month, day: date } = partsOf(digits, at);
    return `${year}-${month}-${date}`;
  };
  const timeOfDay = (at: number): string => {
    const { hour, minute } = partsOf(digits, at);
    return `${hour}:${minute} ${nameAt(at)}`;
  };
  const moment = (at: number): string => `${day(at)} ${timeOfDay(at)}`;
  return {
    moment,
    day,
    time: (at, now) => (day(at) === day(now) ? timeOfDay(at) : moment(at)),
    localised: (sentence) =>
      sentence.replaceAll(recordedMoments, (_, date: string, time: string) =>
        moment(Date.parse(`${date}T${time}Z`)),
      ),
  };
}

function partsOf(format: Intl.DateTimeFormat, at: number): { readonly [type: string]: string } {
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}
