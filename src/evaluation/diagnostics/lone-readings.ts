import type { Sample } from '../samples.ts';
import { measured, moment } from '../../model/wording.ts';
import type { Diagnostic } from './diagnostic.ts';

/**
 * Reports lone readings, which point to the sensor rather than the goods, so that someone checks both. They never end.
 */
export function loneReadingDiagnostics(lone: readonly Sample[]): readonly Diagnostic[] {
  const [first] = lone;
  if (first === undefined) return [];
  const value = measured({ channel: 'temperature', rateWindowMs: null }, first.values[0]!);
  return [
    {
      kind: 'lone-reading',
      subject: '',
      severity: 'minor',
      from: first.at,
      to: null,
      sentence:
        lone.length === 1
          ? `One reading of ${value} at ${moment(first.at)} differs from all readings around it.`
          : `${lone.length} readings, the first of ${value} at ${moment(first.at)}, differ from all readings around them.`,
    },
  ];
}
