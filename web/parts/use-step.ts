import type { RouteId } from '../../src/api/routes/routes.ts';
import { type Action, type Seen, useActions } from './use-actions.ts';

/** Executes one action on a shipment; see `useActions`. */
export function useStep(id: RouteId, seen: Seen, then: () => void) {
  return useActions<Action>(seen, (act, action) => act(id, action), then);
}
