import { roundedDuration } from './wording.ts';

const millisecondsOf = { d: 86_400_000, h: 3_600_000, min: 60_000, s: 1000 } as const;
const durations = /(?<![\d.,:/-])\d+(?:\.\d+)? (?:d|h|min|s)\b(?: \d+(?:\.\d+)? (?:h|min|s)\b)*/g;
const percentages = /(?<![\d.])(\d+)\.(\d)\d+ %/g;

/**
 * Returns a recorded sentence as people read it: durations of at most two units ("5 h 2 min" for "5 h 2 min 16.713 s"),
 * percentages with at most one decimal, never rounded up. What is recorded and signed stays exact.
 */
export function inRoundNumbers(sentence: string): string {
  return sentence
    .replaceAll(durations, (written) => {
      const parts = written.split(' ');
      let milliseconds = 0;
      for (let index = 0; index < parts.length; index += 2)
        milliseconds +=
          Number(parts[index]) * millisecondsOf[parts[index + 1] as keyof typeof millisecondsOf];
      return roundedDuration(Math.round(milliseconds));
    })
    .replaceAll(
      percentages,
      (_, whole: string, tenth: string) => `${whole}${tenth === '0' ? '' : `.${tenth}`} %`,
    );
}
