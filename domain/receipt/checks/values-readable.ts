import type { ReceiptCheck } from '../receipt.ts';
import { foldAnswers } from './fold-answers.ts';

/** Whatever the sensors that decide said of a channel in use could be read, and their messages were understood. */
export const valuesReadable: ReceiptCheck = (record) => {
  const isJudged = record.verdict.sensors.some(({ decides }) => decides);
  if (!isJudged) return { outcome: 'not-applicable', sentence: 'There is no sensor of the goods.' };
  const all = 'Every value of a channel in use could be read, and every message was understood.';
  return foldAnswers(record, ['unreadable', 'understood'], () => all, all, 'pass');
};
