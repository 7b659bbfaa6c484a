import { afterAll, beforeAll, vi } from 'vitest';
import { putProfile } from '../../src/storage/store-profile.ts';
import { type Api, type AnswerOf, apiInProcess, people } from './api-in-process.ts';
import { stepsIn } from './api-steps.ts';
import { minute } from './series.ts';
import { warmProfile } from './shipment.ts';

export const eight = Date.parse('2026-11-20T08:00:00Z');
/** Minutes after eight. */
export const after = (minutes: number): number => eight + minutes * minute;
export const iso = (at: number): string => new Date(at).toISOString();

/** The API in memory at noon, its steps, and how Lena reads a curve of a shipment. */
export type ApiAtNoon = {
  readonly api: Api;
  readonly steps: ReturnType<typeof stepsIn>;
  readonly curve: (shipment: string, query?: Record<string, string>) => Promise<AnswerOf<'getReadings'>>;
};

/** Opens the API for the tests of a file, and closes it after them. */
export function atNoon(enter: (opened: ApiAtNoon) => void): void {
  let close = (): void => undefined;
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: after(4 * 60) });
    const api = await apiInProcess();
    close = () => api.account.close();
    const steps = stepsIn(api);
    await putProfile(api.account.database, warmProfile, 'Ann');
    enter({
      api,
      steps,
      curve: (shipment, query = {}) => steps.done(people.lena, 'getReadings', { path: { shipment }, query }),
    });
  });
  afterAll(() => {
    vi.useRealTimers();
    close();
  });
}
