import { texts } from '../texts.ts';

const [day, hour, minute] = [86_400, 3600, 60];

/** Formats seconds with the two largest units: "2 h 5 min", "24 h"; days from three days on. */
export function durationInWords(seconds: number): string {
  const { units } = texts;
  const whole = Math.max(0, Math.round(seconds));
  const [first, second] =
    whole > 3 * day
      ? ([
          [units.day, day],
          [units.hour, hour],
        ] as const)
      : whole >= hour
        ? ([
            [units.hour, hour],
            [units.minute, minute],
          ] as const)
        : ([
            [units.minute, minute],
            [units.second, 1],
          ] as const);
  const large = Math.floor(whole / first[1]);
  const small = Math.floor((whole - large * first[1]) / second[1]);
  const words = [...(large > 0 ? [first[0](large)] : []), ...(small > 0 ? [second[0](small)] : [])];
  return words.length === 0 ? units.second(0) : words.join(' ');
}

/** Formats a duration without seconds: "35 min". */
export function roughly(seconds: number): string {
  return durationInWords(seconds < minute ? seconds : Math.floor(seconds / minute) * minute);
}

/** Formats how long ago something happened, in one unit. */
export function agoInWords(at: number, now: number): string {
  const { units } = texts;
  const seconds = Math.max(0, (now - at) / 1000);
  if (seconds < minute) return units.justNow;
  if (seconds < hour) return units.ago(units.minute(Math.floor(seconds / minute)));
  if (seconds <= 3 * day) return units.ago(units.hour(Math.floor(seconds / hour)));
  return units.ago(units.day(Math.floor(seconds / day)));
}
