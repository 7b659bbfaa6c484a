import react from '@vitejs/plugin-react';
import { type Plugin, defineConfig } from 'vite';
import { type Route, routes } from '../src/api/routes/routes.ts';

/** The routes as the page needs them: method and path by name, without the schemas that the types come from. */
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

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), apiRoutes()],
  build: {
    target: 'es2022',
    // The map's land is a file of its own, not text within a script.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
