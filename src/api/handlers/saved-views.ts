import type { SavedView } from '../../model/address-book.ts';
import type { PlanningTable, Remembered } from '../../storage/planning-items.ts';
import { readViews, removeView, saveView } from '../../storage/saved-views.ts';
import type { ApiRequest } from '../http/http-api.ts';

/** Makes the handler that lists a person's own views. */
export function savedViewsOf(planning: PlanningTable) {
  return {
    async listViews({ person }: ApiRequest<'listViews'>) {
      return { items: (await readViews(planning, person.subject)).map(toViewResponse) };
    },
  };
}

/** Makes the handlers that change a person's own views. */
export function savedViewManagement(planning: PlanningTable) {
  return {
    async saveView({ person, body }: ApiRequest<'saveView'>) {
      const change = { by: person.username, at: Date.now() };
      return toViewResponse(await saveView(planning, person.subject, body, change));
    },
    async removeView({ person, path }: ApiRequest<'removeView'>) {
      const id = path['remembered']!;
      await removeView(planning, person.subject, id);
      return { id };
    },
  };
}

function toViewResponse({ id, content }: Remembered<SavedView>) {
  return { id, name: content.name, query: content.query };
}
