import type { Channel } from '../../model/reading.ts';
import type { Sample } from '../samples.ts';
import type { EvaluationContext } from '../evaluation-context.ts';
import type { Diagnostic } from './diagnostic.ts';

/** The moment of the evaluation and the time of the newest reading of any channel, both in device time. */
export type Now = { readonly asOf: number; readonly newestAt: number };

/** Follows samples in device time and reports diagnostics. The state is plain JSON, stored with the device. */
export type Detector<State> = {
  readonly channels: readonly Channel[];
  /**
   * Processes the next sample and passes diagnostics that have ended to `end`. An undefined state means that nothing
   * needs to be remembered.
   */
  see(
    state: State | undefined,
    channel: Channel,
    sample: Sample,
    context: EvaluationContext,
    end: (finding: Diagnostic) => void,
  ): State | undefined;
  /** The diagnostics that are open now. */
  openNow(state: State, context: EvaluationContext, now: Now): readonly Diagnostic[];
};
