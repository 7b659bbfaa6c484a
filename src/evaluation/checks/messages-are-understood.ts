import type { Check } from '../check.ts';

/** Whatever was sent inside the span was understood: rows have a time, no message was refused or misplaced. */
export const messagesAreUnderstood: Check = ({ notUnderstood }) =>
  notUnderstood.map((sentence) => ({ outcome: 'fail', sentence }));
