import { type UseQueryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { RouteId } from '../../src/api/routes/routes.ts';
import { type Items, call, callForAll } from './client.ts';
import type { Answer, Asked } from './answer.ts';

type Options<Data> = Pick<UseQueryOptions<Data>, 'enabled' | 'refetchInterval' | 'staleTime'>;

/**
 * Returns a route's response, cached and refreshed. Responses about a shipment are fetched again when its ledger grows.
 */
export function useApi<Id extends RouteId>(
  id: Id,
  asked: Asked = {},
  options: Options<Answer<Id>> = {},
): UseQueryResult<Answer<Id>> {
  return useQuery({ queryKey: keyOf(id, asked), queryFn: () => call(id, asked), ...options });
}

/** Returns every item of a list. */
export function useWholeList<Id extends RouteId>(
  id: Id,
  asked: Asked = {},
  options: Options<unknown> = {},
): UseQueryResult<Items<Id>> {
  const queryFn = (): Promise<unknown> => callForAll(id, asked);
  return useQuery({ queryKey: keyOf(id, asked), queryFn, ...options }) as UseQueryResult<Items<Id>>;
}

function keyOf(id: RouteId, { path = {}, query = {} }: Asked): readonly unknown[] {
  const { shipment } = path;
  return shipment === undefined ? [id, path, query] : ['shipment', shipment, id, path, query];
}
