import type { Channel } from '../../model/reading.ts';
import type { Sample } from '../samples.ts';
import type { Terms } from '../evaluation-context.ts';
import type { Diagnostic } from './diagnostic.ts';

/** The moment of looking: device time, and that of the newest reading of any channel. */
export type Now = { readonly asOf: number; readonly newestAt: number };

/** Follows samples in device time, and says what it finds. Its state is plain JSON: it is kept with the device. */
export type Detector<State> = {
  readonly channels: readonly Channel[];
  /** Takes up the next sample. What ended with it goes to `end`; an undefined state says that there is nothing to remember. */
  see(
    state: State | undefined,
    channel: Channel,
    sample: Sample,
    terms: Terms,
    end: (finding: Diagnostic) => void,
  ): State | undefined;
  /** What stands now. */
  standing(state: State, terms: Terms, now: Now): readonly Diagnostic[];
};
