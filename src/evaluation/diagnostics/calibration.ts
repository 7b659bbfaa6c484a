import type { EvaluationContext } from '../evaluation-context.ts';
import { moment } from '../../model/wording.ts';
import type { Diagnostic } from './diagnostic.ts';

/** Reports a sensor whose calibration was not valid for the whole journey. */
export function calibrationOf(
  { calibratedUntil, since, until }: EvaluationContext,
  asOf: number,
): readonly Diagnostic[] {
  if (calibratedUntil === null || (until ?? asOf) <= calibratedUntil) return [];
  return [
    {
      kind: 'calibration-ended',
      subject: '',
      severity: 'minor',
      from: Math.max(since, calibratedUntil),
      to: until,
      sentence: `The sensor's calibration expired ${moment(calibratedUntil)}, before the end of the journey.`,
    },
  ];
}
