import { defineConfig } from 'vitest/config';
import { settings } from './test/support/vitest-settings.ts';

/** What `npm run test:long` runs: whole journeys in a browser, crashes, races, restores, all permissions. */
export default defineConfig({
  test: {
    ...settings,
    include: ['test/**/*.long.test.ts'],
    // What a page shows comes in its own time, which says nothing of whether it is right.
    expect: { poll: { timeout: 15_000 } },
  },
});
