import { type UseQueryResult, useQueries } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import type { Answer } from '../api/answer.ts';
import { useLive } from '../board/live.tsx';
import { type AddressBook, audienceOf } from './draft-plan.ts';

type Shown = Answer<'showShipment'>;

/** Few, because each is a request. */
const earlierPlans = 5;
const stayMs = 300_000;

/** The groups to offer for a plan of a site: its own, and those of its templates and of the plans changed last. */
export function useOfferedGroups(site: string, { templates }: AddressBook): readonly string[] {
  const { items } = useLive();
  const newest = (items ?? [])
    .filter((each) => each.site === site)
    .sort((a, b) => b.changedAt.localeCompare(a.changedAt))
    .slice(0, earlierPlans);
  const plans = useQueries({
    queries: newest.map(({ shipment }) => ({
      queryKey: ['shipment', shipment, 'showShipment', { shipment }, {}],
      queryFn: () => call('showShipment', { path: { shipment } }),
      staleTime: stayMs,
    })),
    combine: groupsOfPlans,
  });
  const ofTemplates = templates.flatMap(({ plan }) => [...(plan.audience ?? []), ...(plan.escalation ?? [])]);
  return [...new Set([audienceOf(site), ...ofTemplates, ...plans])];
}

function groupsOfPlans(results: UseQueryResult<Shown>[]): readonly string[] {
  return results.flatMap(({ data }) => (data === undefined ? [] : [...data.audience, ...data.escalation]));
}
