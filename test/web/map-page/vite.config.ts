import type { PluginOption } from 'vite';
import page from '../../../web/vite.config.ts';

/** What puts the page's first requests into its document; the maps alone make none. */
const isFirstRequests = (plugin: PluginOption): boolean =>
  typeof plugin === 'object' &&
  plugin !== null &&
  'name' in plugin &&
  plugin.name === 'coldwatch-first-requests';

/** Builds the maps of the page alone, with the same plugins. */
export default {
  ...page,
  root: import.meta.dirname,
  plugins: page.plugins?.filter((plugin) => !isFirstRequests(plugin)),
};
