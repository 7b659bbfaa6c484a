import { useLive } from '../board/live.tsx';
import { usePerson } from '../session/session.tsx';

/** Whether this person may plan, and the sites whose plans they see: their own, or for operations those on the board. */
export function usePlanning(): { readonly mayPlan: boolean; readonly sites: readonly string[] } {
  const { roles, sites } = usePerson();
  const { items } = useLive();
  const seen = roles.includes('operations') ? (items ?? []).map(({ site }) => site) : [];
  return {
    mayPlan: roles.includes('logistics'),
    sites: [...new Set([...sites, ...seen])].sort((a, b) => a.localeCompare(b)),
  };
}
