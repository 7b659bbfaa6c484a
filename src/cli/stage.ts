import type { Settings } from '../../lib/settings.ts';
import { UnusableStage, settingsOf } from '../../lib/stages.ts';
import { unusableArguments } from './exit-status.ts';

/**
 * The settings of the stage that `--stage` names.
 *
 * @throws {CommandError} when the stage is unusable.
 */
export async function stageNamed(stage: string): Promise<Settings> {
  try {
    return await settingsOf(stage);
  } catch (cause) {
    throw cause instanceof UnusableStage ? unusableArguments(cause.message, cause) : cause;
  }
}
