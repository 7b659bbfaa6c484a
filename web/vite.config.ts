import react from '@vitejs/plugin-react';
import { type Plugin, defineConfig } from 'vite';
import { type Route, routes } from '../src/api/routes/routes.ts';
import { firstPaths, firstRequests } from './first-requests-plugin.ts';
import { citiesPlugin } from './map/cities-plugin.ts';

/** Provides the routes to the page: method and path by name, without the schemas from which the types are inferred. */
function apiRoutes(): Plugin {
  const name = 'virtual:api-routes';
  return {
    name: 'coldwatch-api-routes',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load: (id) =>
      id === `\0${name}`
        ? `export default ${JSON.stringify(
            Object.fromEntries(
              Object.entries<Route>(routes).map(([key, { method, path }]) => [key, { method, path }]),
            ),
          )}`
        : null,
  };
}

/** Replaces Vite's function that loads code on demand by `load-code.ts`. */
function loadCode(): Plugin {
  return {
    name: 'coldwatch-load-code',
    enforce: 'pre',
    resolveId: (id) => (id === '\0vite/preload-helper.js' ? `${import.meta.dirname}/load-code.ts` : null),
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [loadCode(), react(), apiRoutes(), citiesPlugin(), firstPaths(), firstRequests()],
  resolve: {
    alias: {
      // The parser's other build expects Node's Buffer.
      'csv-parse/sync': 'csv-parse/browser/esm/sync',
    },
  },
  build: {
    target: 'es2022',
    // The map data stays a file of its own instead of being inlined into a script.
    assetsInlineLimit: 0,
    // One file, so that code which is loaded again after a failure never lacks its styles.
    cssCodeSplit: false,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'first-requests',
              test: /\/web\/(first-requests|session\/stored-user)\.ts$/,
              priority: 2,
            },
            // What every page needs is one file: fewer requests, and better compressed.
            { name: 'index', test: /\/web\/main\.tsx$/, priority: 1 },
            // What several pages share is another: a file of its own for each part would be a request for each. What
            // only pages share that people seldom open comes with those.
            {
              name: 'shared',
              test: /\/(web\/(?!map|chart|judge|(texts\/)?(system|devices|insights|people|alerts|lanes|plan|products))|src\/)/,
              minShareCount: 2,
            },
            // What planning and products share with single parts of other pages is a third.
            { name: 'planning', test: /\/web\/(texts\/)?(plan|products)/, minShareCount: 2 },
          ],
        },
      },
    },
  },
});
