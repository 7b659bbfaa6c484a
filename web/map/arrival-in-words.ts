import type { Formats } from '../format/formats.ts';
import type { BoardItem } from '../parts/shipment-state.ts';
import { texts } from '../texts.ts';

type Estimate = NonNullable<BoardItem['estimatedArrival']>;

const minuteMs = 60_000;

/**
 * An estimated arrival in words, with its range and never as a promise: "estimated 16:40 (15:50 to 18:10)". Times are
 * rounded to five minutes, the range outwards; they have a date if the arrival is on another day than today.
 */
export function arrivalInWords(
  { earliest, likely, latest }: Omit<Estimate, 'remainingMeters'>,
  formats: Pick<Formats, 'shortMoment'>,
  now: number,
): string {
  const step = 5 * minuteMs;
  const [from, at, to] = [
    Math.floor(Date.parse(earliest) / step) * step,
    Math.round(Date.parse(likely) / step) * step,
    Math.ceil(Date.parse(latest) / step) * step,
  ];
  const split = (moment: number): { day: string; time: string } => {
    const words = formats.shortMoment(moment);
    const comma = words.lastIndexOf(', ');
    return { day: words.slice(0, comma), time: words.slice(comma + 2) };
  };
  const today = split(now).day;
  const isToday = [from, at, to].every((moment) => split(moment).day === today);
  const written = (moment: number): string => (isToday ? split(moment).time : formats.shortMoment(moment));
  return texts.map.estimated(written(at), written(from), written(to));
}
