import type { Page } from 'playwright-core';
import { healthyDevice } from './planning-api.ts';

/** Answers the check of devices for a page: as it should be, with what is given of each by its name. */
export async function answerCheckDevice(
  page: Page,
  known: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {},
): Promise<void> {
  await page.route(/\/api\/devices\/[^/]+\/check$/, (route) => {
    const device = decodeURIComponent(new URL(route.request().url()).pathname.split('/').at(-2)!);
    return route.fulfill({ json: healthyDevice(device, known[device]) });
  });
}
