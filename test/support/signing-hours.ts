import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import { type Api, apiInProcess } from './api-in-process.ts';
import { receiptsIn } from './receipts.ts';
import { minute } from './series.ts';

/** What each test of a file starts with; `now` is epoch milliseconds, and the fake clock is set to it. */
export type SigningHour = {
  readonly api: Api;
  readonly receipts: ReturnType<typeof receiptsIn>;
  readonly now: number;
};

/**
 * Sets up an API in memory with an approved profile, once per test file. Each test has an hour of its own from `noon`
 * on (epoch milliseconds), because a password entry signs only one challenge of its second; the hour is passed to
 * `begin`.
 */
export function signingHours(noon: number, begin: (hour: SigningHour) => void): void {
  let api: Api;
  let receipts: ReturnType<typeof receiptsIn>;
  let now = noon;
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: noon });
    api = await apiInProcess();
    receipts = receiptsIn(api);
    await receipts.approveProfile();
  });
  beforeEach(() => {
    now += 60 * minute;
    vi.setSystemTime(now);
    begin({ api, receipts, now });
  });
  afterAll(() => {
    vi.useRealTimers();
    api.account.close();
  });
}
