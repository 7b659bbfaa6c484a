import { useEffect, useState } from 'react';
import { nearestCity } from './nearest-city.ts';
import type { Place } from './view.ts';

/** The name of the city that a place is near; null while it is not known, and if there is none. */
export function useNearestCity(place: Place | null): string | null {
  const [known, setKnown] = useState<{ at: string; city: string | null } | null>(null);
  const at = place === null ? null : `${place.latitude} ${place.longitude}`;
  useEffect(() => {
    if (at === null) return undefined;
    let isWanted = true;
    const [latitude, longitude] = at.split(' ').map(Number) as [number, number];
    nearestCity(latitude, longitude).then(
      (city) => isWanted && setKnown({ at, city }),
      // Without the cities the page says less, and nothing wrong.
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [at]);
  return known?.at === at ? (known?.city ?? null) : null;
}
