import { UnusableStage } from '../../../lib/stages.ts';

/** What a check found. `missing` stops a deploy, `attend` does not; `unknown` could not be looked at. */
export type Finding = { readonly state: 'ok' | 'missing' | 'attend' | 'unknown'; readonly sentence: string };

/** One thing that a deploy needs. */
export type Check = { readonly name: string; readonly run: () => Finding | Promise<Finding> };

export const ok = (sentence: string): Finding => ({ state: 'ok', sentence });
export const missing = (sentence: string): Finding => ({ state: 'missing', sentence });
export const attend = (sentence: string): Finding => ({ state: 'attend', sentence });
export const unknown = (sentence: string): Finding => ({ state: 'unknown', sentence });

/** Runs a check; one that fails says so, and stops nobody. */
export async function found({ run }: Check): Promise<Finding> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UnusableStage) return unknown('the settings come first');
    return unknown(`could not be looked at: ${(error as Error).message}`);
  }
}
