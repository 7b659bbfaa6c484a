import { useMemo } from 'react';
import {
  type BoardItem,
  type ShipmentState,
  shipmentStateOf,
  shipmentStates,
} from '../parts/shipment-state.ts';
import { fits, soughtWords } from './fits.ts';
import { orderOf } from './order.ts';

type Groups = ReadonlyMap<ShipmentState, readonly BoardItem[]>;

type Grouped = {
  /** The state of every shipment, whatever the filter. */
  readonly stateOf: ReadonlyMap<BoardItem, ShipmentState>;
  /** The shipments of the site in which the sought words occur, by state, in the order of the list. */
  readonly byState: Groups;
};

/** Groups shipments by state at a time in epoch milliseconds. A site of null means every site. */
export function useBoardGroups(
  items: readonly BoardItem[],
  { site, sought, now }: { site: string | null; sought: string; now: number },
): Grouped {
  const stateOf = useMemo(
    () => new Map(items.map((item) => [item, shipmentStateOf(item, now)])),
    [items, now],
  );
  const byState = useMemo(() => {
    const groups = new Map<ShipmentState, BoardItem[]>(shipmentStates.map((each) => [each, []]));
    const words = soughtWords(sought);
    for (const [item, state] of stateOf)
      if ((site === null || item.site === site) && fits(item, words)) groups.get(state)!.push(item);
    for (const [each, group] of groups) group.sort(orderOf(each));
    return groups;
  }, [stateOf, site, sought]);
  return { stateOf, byState };
}
