import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import { type Api, apiInProcess } from './api-in-process.ts';

/** The API for all tests of a file; before each of them its clock is at `now` (epoch milliseconds). */
export function apiAt(now: number): Api {
  let api: Api;
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'], now });
    api = await apiInProcess();
  });
  beforeEach(() => {
    vi.setSystemTime(now);
  });
  afterAll(() => {
    vi.useRealTimers();
    api.account.close();
  });
  return {
    get account() {
      return api.account;
    },
    ask: (requester, id, request) => api.ask(requester, id, request),
  };
}
