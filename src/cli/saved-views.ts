import { type ApiOptions, apiOf } from './api.ts';
import { named } from './named-in-list.ts';

/** Lists the views that a person saved. */
export async function* viewList(options: ApiOptions): AsyncGenerator<string> {
  const { items } = await (await apiOf(options, 'listViews')).call('listViews');
  for (const { name, query } of items) yield `${name}  ${query}`;
}

/** Saves a view of one's own. */
export async function viewSave(name: string, query: string, options: ApiOptions): Promise<string> {
  await (await apiOf(options, 'saveView')).call('saveView', { body: { name, query } });
  return `The view ${name} is saved.`;
}

/** Removes a view of one's own. */
export async function viewRemove(name: string, options: ApiOptions): Promise<string> {
  const api = await apiOf(options, 'removeView');
  const { items } = await api.call('listViews');
  const { username } = await api.call('getMe');
  const { id: remembered, name: own } = named(items, name, 'view', username);
  await api.call('removeView', { path: { remembered } });
  return `The view ${own} is removed.`;
}
