import { AlreadyAttached } from '../../store/assign.ts';
import { StepRefused } from '../../store/take-step.ts';
import { unusableArguments } from './exit-status.ts';

/** Takes a step; where it is refused, its sentence is what the person reads. */
export async function refusals<Value>(step: () => Promise<Value>): Promise<Value> {
  try {
    return await step();
  } catch (cause) {
    if (cause instanceof StepRefused || cause instanceof AlreadyAttached)
      throw unusableArguments(cause.message, cause);
    throw cause;
  }
}
