import { useSyncExternalStore } from 'react';

/** As wide as the screens that styles/phone.css is for. */
const query = '(max-width: 48rem)';

/** Returns whether the page is as narrow as on a phone. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

function subscribe(then: () => void): () => void {
  const list = matchMedia(query);
  list.addEventListener('change', then);
  return () => list.removeEventListener('change', then);
}
