import type { Check } from '../check.ts';

/**
 * Everything sent within the span must be understood: every row has a time, and no message was refused or misplaced.
 */
export const messagesAreUnderstood: Check = ({ notUnderstood }) =>
  notUnderstood.map((sentence) => ({ outcome: 'fail', sentence }));
