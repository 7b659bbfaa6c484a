import { useCallback, useEffect, useMemo, useState } from 'react';
import { type Change, type Place, type Size, type View, changed, fitted, isWithin } from './view.ts';

/**
 * Returns a map's view (null until its size is known), and the functions that change it. Until somebody moves the map it
 * shows every place of `extent`.
 */
export function useView(
  size: Size | null,
  extent: readonly Place[],
  nearest: number,
): {
  view: View | null;
  change: (change: Change) => void;
  show: (places: readonly Place[], nearest: number) => void;
  showAll: () => void;
} {
  const [own, setOwn] = useState<View | null>(null);
  const [isMoved, setMoved] = useState(false);
  const isKnown = size !== null && size.width > 0;
  // The view adjusts only when a place would be out of it.
  useEffect(() => {
    if (!isKnown || extent.length === 0 || isMoved) return;
    setOwn((before) =>
      before !== null && isWithin(before, size, extent) ? before : fitted(extent, size, nearest),
    );
  }, [isKnown, size, extent, isMoved, nearest]);
  const view = useMemo(
    () => (isKnown ? (own ?? fitted(extent, size, nearest)) : null),
    [isKnown, own, extent, size, nearest],
  );
  const change = useCallback(
    (next: Change): void => {
      setMoved(true);
      setOwn((before) => changed(before ?? fitted(extent, size!, nearest), size!, next));
    },
    [extent, size, nearest],
  );
  const show = useCallback(
    (places: readonly Place[], closest: number): void => {
      setMoved(true);
      setOwn(fitted(places, size!, closest));
    },
    [size],
  );
  const showAll = useCallback((): void => {
    setMoved(false);
    setOwn(null);
  }, []);
  return { view, change, show, showAll };
}
