import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Board } from './board-data.ts';

/** Refetches the data of a shipment as soon as its ledger has grown. */
export function useFreshShipments(items: Board['items'] | undefined): void {
  const queries = useQueryClient();
  const known = useRef<Board['items'] | undefined>(undefined);
  useEffect(() => {
    const before = known.current;
    known.current = items;
    if (before === undefined || items === undefined) return;
    for (const [shipment, { sequence }] of items)
      if (sequence > (before.get(shipment)?.sequence ?? sequence))
        void queries.invalidateQueries({ queryKey: ['shipment', shipment] });
    // A shipment that left the board was decided or cancelled.
    for (const shipment of before.keys())
      if (!items.has(shipment)) void queries.invalidateQueries({ queryKey: ['shipment', shipment] });
  }, [items, queries]);
}
