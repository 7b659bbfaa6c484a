import page from '../../../web/vite.config.ts';

/** Builds the maps of the page alone, with the same plugins. */
export default { ...page, root: import.meta.dirname };
