import type { ReactNode } from 'react';
import { useNearestCity } from '../map/use-nearest-city.ts';
import { texts } from '../texts.ts';

/** Says near which city a place is; nothing while that is not known, and if it is near none. */
export default function NearCity({
  latitude,
  longitude,
}: {
  latitude: number;
  longitude: number;
}): ReactNode {
  const city = useNearestCity({ latitude, longitude });
  return city === null ? null : ` · ${texts.board.near(city)}`;
}
