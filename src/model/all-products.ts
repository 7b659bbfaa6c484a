/** The answer that a file's logger stood with every product. Alone in its file, so that the page needs no schema for it. */
export const allProducts = 'all of them';
