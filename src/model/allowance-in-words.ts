import type { FreezeThawLimit, LifetimeAllowance } from './profile.ts';
import { counted, limitInWords } from './wording.ts';

/** The limit that an allowance is about, as "above 8 °C". */
export function allowanceLimitInWords({ limit }: Pick<LifetimeAllowance, 'limit'>): string {
  return limitInWords({ channel: 'temperature', limit, rateWindowMs: null });
}

/** What counts as a freeze-thaw cycle, as "frozen at or below -2 °C and thawed above 0 °C". */
export function cycleInWords({ freezesBelow, thawsAbove }: FreezeThawLimit): string {
  return `frozen at or below ${freezesBelow} °C and thawed above ${thawsAbove} °C`;
}

/** A number of freeze-thaw cycles, as "1 freeze-thaw cycle". */
export function cyclesInWords(cycles: number): string {
  return counted(cycles, 'freeze-thaw cycle');
}
