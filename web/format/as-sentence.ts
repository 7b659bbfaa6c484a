import { asLabel } from './as-label.ts';

/** A reason as it stands in a sentence, as a sentence of its own. */
export function asSentence(reason: string): string {
  const begun = asLabel(reason);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}
