/** The most shipments that a search, or the list of ended ones, answers at once. */
export const pageSize = 100;
