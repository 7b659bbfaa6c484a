import { stepsTexts } from '../texts/plan-steps.ts';
import { isDeviceName } from './device-name.ts';
import type { DraftLogger } from './draft-logger.ts';

const word = stepsTexts.loggers;

/** What is wrong with each of the typed loggers; null where nothing is. */
export function loggerProblems(loggers: readonly DraftLogger[]): readonly (string | null)[] {
  const names = loggers.map(({ device }) => device.trim());
  return names.map((name, index) => {
    if (name === '') return null;
    if (!isDeviceName(name)) return word.badName;
    return names.indexOf(name) < index ? word.twice : null;
  });
}
