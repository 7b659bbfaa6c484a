import { UnusableStage } from '../../../lib/stages.ts';

/** The result of a check. `missing` prevents a deployment, `attend` does not; `unknown` could not be checked. */
export type CheckResult = {
  readonly state: 'ok' | 'missing' | 'attend' | 'unknown';
  readonly sentence: string;
};

/** One prerequisite of a deployment. */
export type Check = { readonly name: string; readonly run: () => CheckResult | Promise<CheckResult> };

export const ok = (sentence: string): CheckResult => ({ state: 'ok', sentence });
export const missing = (sentence: string): CheckResult => ({ state: 'missing', sentence });
export const attend = (sentence: string): CheckResult => ({ state: 'attend', sentence });
export const unknown = (sentence: string): CheckResult => ({ state: 'unknown', sentence });

/** Runs a check. A check that throws gives `unknown`, so the others still run. */
export async function found({ run }: Check): Promise<CheckResult> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UnusableStage) return unknown('fix the settings first');
    return unknown(`could not be checked: ${(error as Error).message}`);
  }
}
