import { useSyncExternalStore } from 'react';

/** Returns the fragment of the address with its "#"; empty where there is none. */
export function useHash(): string {
  return useSyncExternalStore(subscribe, () => window.location.hash);
}

function subscribe(then: () => void): () => void {
  addEventListener('hashchange', then);
  return () => removeEventListener('hashchange', then);
}
