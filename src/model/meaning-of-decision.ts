import type { Decision } from './enumerations.ts';

/** The meaning of a signature, as it is shown before it is given, signed and printed. */
export function meaningOf({
  decision,
  lots,
  corrects,
}: {
  readonly decision: Decision;
  readonly lots: readonly string[];
  /** The sequence number of the signed entry that this decision replaces; null if it replaces none. */
  readonly corrects: number | null;
}): string {
  const which = lots.length === 0 ? '' : `: ${lots.length === 1 ? 'lot' : 'lots'} ${lots.join(', ')}`;
  const instead = corrects === null ? '' : ` (replaces ledger entry ${corrects})`;
  return `${decision.replace('-', ' ')}${which}${instead}`;
}
