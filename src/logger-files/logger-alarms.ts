import { excerpt } from '../model/printable.ts';
import type { Verdict } from '../model/verdict.ts';
import type { LoggerAlarm } from './logger-file.ts';

/** What a logger says of its own alarms, with the file. */
export type FileAlarm = LoggerAlarm & { readonly file: string };

/**
 * The sentence for a verdict that differs from what the loggers say of their own alarms; none if it does not, or if
 * they say nothing. It changes no recommendation: the limits of the loggers may be others than those of the profile.
 */
export function differenceInWords(
  alarms: readonly FileAlarm[],
  { recommendation, excursions }: Pick<Verdict, 'recommendation' | 'excursions'>,
): string[] {
  const first = alarms.find(({ isAlarm }) => isAlarm);
  const why = 'its limits, or the time that they are for, may be others than here';
  if (first !== undefined && recommendation === 'release')
    return [`the logger itself noted an alarm (${placeOf(first)}), and this record is in order here: ${why}`];
  const [any] = alarms;
  if (any === undefined || first !== undefined || excursions.length === 0) return [];
  const found = excursions.length === 1 ? 'an excursion was' : `${excursions.length} excursions were`;
  return [`the logger itself noted no alarm (${placeOf(any)}), and ${found} found here: ${why}`];
}

function placeOf({ file, line, text }: FileAlarm): string {
  return `${file}, line ${line}: ${excerpt(text)}`;
}
