import { defaultExclude, defineConfig } from 'vitest/config';
import { citiesPlugin } from './web/map/cities-plugin.ts';
import { accountTests, localRunTests, settings, sharedTests } from './test/support/vitest-settings.ts';

const exclude = [...defaultExclude, '**/*.long.test.ts'];

/** What `npm test` runs: everything but the long trials. */
export default defineConfig({
  // The page imports the cities as a module that its build makes.
  plugins: [citiesPlugin()],
  test: {
    ...settings,
    projects: [
      {
        extends: true,
        // Their files share the modules that they import, which takes half a second a file otherwise.
        test: { name: 'in one process', include: [...sharedTests], exclude, isolate: false },
      },
      {
        extends: true,
        test: { name: 'accounts in one process', include: [...accountTests], exclude, isolate: false },
      },
      {
        extends: true,
        test: { name: 'local runs in one process', include: [...localRunTests], exclude, isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'each by itself',
          include: ['test/**/*.test.ts'],
          exclude: [...exclude, ...sharedTests, ...accountTests, ...localRunTests],
        },
      },
    ],
  },
});
