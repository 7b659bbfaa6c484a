import { combineResults } from './combine-results.ts';
import type { ReceiptCheck } from '../receipt-record.ts';

/**
 * All values of the used channels of deciding sensors could be read, and their messages were understood. This
 * includes messages after the evaluated time, because they may contain stored readings.
 */
export const valuesReadable: ReceiptCheck = (record) => {
  const isEvaluated = record.verdict.sensors.some(({ decides }) => decides);
  if (!isEvaluated) return { outcome: 'not-applicable', sentence: 'There is no sensor of the goods.' };
  const all = 'Every value of a channel in use could be read, and every message was understood.';
  const folded = combineResults(record, ['unreadable', 'understood'], () => all, all, 'pass');
  const later = record.verdict.notUnderstoodLater;
  if (later.length === 0) return folded;
  return {
    outcome: 'fail',
    sentence: [...(folded.outcome === 'fail' ? [folded.sentence] : []), ...later].join(' '),
  };
};
