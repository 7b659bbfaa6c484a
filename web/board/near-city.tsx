import type { ReactNode } from 'react';
import { useNearestCity } from '../map/use-nearest-city.ts';
import type { Place } from '../map/view.ts';
import { texts } from '../texts.ts';

/** Says near which city a place is; nothing while that is not known, and if it is near none. */
export default function NearCity({ place }: { place: Place }): ReactNode {
  const city = useNearestCity(place);
  return city === null ? null : ` · ${texts.map.near(city)}`;
}
