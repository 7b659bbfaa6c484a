import { UnusableStage } from '../../../lib/stages.ts';

/** What a check found. `missing` stops a deploy, `attend` does not; `unknown` could not be looked at. */
export type CheckResult = {
  readonly state: 'ok' | 'missing' | 'attend' | 'unknown';
  readonly sentence: string;
};

/** One thing that a deploy needs. */
export type Check = { readonly name: string; readonly run: () => CheckResult | Promise<CheckResult> };

export const ok = (sentence: string): CheckResult => ({ state: 'ok', sentence });
export const missing = (sentence: string): CheckResult => ({ state: 'missing', sentence });
export const attend = (sentence: string): CheckResult => ({ state: 'attend', sentence });
export const unknown = (sentence: string): CheckResult => ({ state: 'unknown', sentence });

/** Runs a check; one that fails says so, and stops nobody. */
export async function found({ run }: Check): Promise<CheckResult> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UnusableStage) return unknown('the settings come first');
    return unknown(`could not be looked at: ${(error as Error).message}`);
  }
}
