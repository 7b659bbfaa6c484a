import { isOutside } from './limit.ts';
import { isOffScaleOutside } from './off-scale.ts';
import { remembered } from './remembered.ts';
import type { Samples } from './samples.ts';
import type { UnreadableSample } from './series.ts';
import type { LimitRule } from '../model/profile.ts';

/** What a rule is evaluated on: values, or rates of change, and what could not be read. */
type Evaluated = { readonly samples: Samples; readonly unreadable: readonly UnreadableSample[] };

/**
 * Whether anything lies outside a rule's limit, ever. Of a rule that nothing touches, only the gaps matter, so its
 * record need not be followed.
 */
export function isTouched(rule: LimitRule, { samples, unreadable }: Evaluated): boolean {
  const { least, most } = extremesOf(samples);
  return (
    isOutside(rule.limit, least) ||
    isOutside(rule.limit, most) ||
    unreadable.some((each) => isOffScaleOutside(rule, each))
  );
}

/** The lowest and the highest value; infinities, which lie outside, where there is none. */
function extremesOf(samples: Samples): { readonly least: number; readonly most: number } {
  return remembered(samples, 'extremes', () => {
    let [least, most] = [Infinity, -Infinity];
    for (const { values } of samples) {
      if (values[0]! < least) least = values[0]!;
      if (values.at(-1)! > most) most = values.at(-1)!;
    }
    return { least, most };
  });
}
