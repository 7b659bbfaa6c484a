import { useIsFetching } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';

/** Returns whether the browser lays the page out for paper. */
function useOnPaper(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia('print').matches);
}

function subscribe(then: () => void): () => void {
  const list = matchMedia('print');
  list.addEventListener('change', then);
  return () => list.removeEventListener('change', then);
}

/** How long nothing must be loading before the page is printed: parts that have arrived ask for further ones. */
const settledMs = 600;

/**
 * Returns whether everything about a shipment is to be shown, and a function that prints it: it shows everything first,
 * and waits until all of it has been loaded. (A print that the browser's own menu starts has what is loaded by then.)
 */
export function usePrinting(shipment: string): {
  showsAll: boolean;
  isPreparing: boolean;
  print: () => void;
} {
  const isOnPaper = useOnPaper();
  const [isPreparing, setPreparing] = useState(false);
  const loading = useIsFetching({ queryKey: ['shipment', shipment] });
  useEffect(() => {
    if (!isPreparing || loading > 0) return;
    const timer = setTimeout(() => {
      window.print();
      setPreparing(false);
    }, settledMs);
    return () => clearTimeout(timer);
  }, [isPreparing, loading]);
  return { showsAll: isOnPaper || isPreparing, isPreparing, print: () => setPreparing(true) };
}
