import type { SavedView } from '../model/address-book.ts';
import type { Change } from './address-book.ts';
import { type PlanningTable, type Remembered, forget, readRemembered, remember } from './planning-items.ts';

/** The views that a person (a subject of the identity provider) saved, in the order of names. */
export async function readViews(
  planning: PlanningTable,
  person: string,
): Promise<readonly Remembered<SavedView>[]> {
  return (await readRemembered(planning, { person })).view as Remembered<SavedView>[];
}

/**
 * Saves a view of a person, in place of one of the same name.
 * @throws {RememberingRefused} when the person has as many views as are allowed.
 */
export async function saveView(
  planning: PlanningTable,
  person: string,
  content: SavedView,
  change: Change,
): Promise<Remembered<SavedView>> {
  return remember(planning, { person }, 'view', { name: content.name, content, ...change });
}

/** Removes a view of a person; one that is not there is a no-op. */
export async function removeView(planning: PlanningTable, person: string, id: string): Promise<void> {
  await forget(planning, { person }, 'view', id);
}
