/** A page with a list whose selection can be saved as a view. */
export type ViewPage = 'board' | 'ended';

/** What is part of an address, and not of a selection. */
const passing = ['shipment', 'view'];

/** Returns the query under which a page's selection is saved; empty where nothing is selected. */
export function viewQueryOf(page: ViewPage, search: string): string {
  const parameters = new URLSearchParams(search);
  for (const name of passing) parameters.delete(name);
  if (page === 'board' || parameters.size === 0) return parameters.toString();
  return new URLSearchParams([['list', page], ...parameters]).toString();
}

/** Returns the page of a saved view, and its address. */
export function viewAddressOf(query: string): { readonly page: ViewPage; readonly href: string } {
  const parameters = new URLSearchParams(query);
  const page = parameters.get('list') === 'ended' ? 'ended' : 'board';
  parameters.delete('list');
  return { page, href: `/${page}?${parameters.toString()}` };
}
