import { type KeyboardEvent, type ReactNode } from 'react';
import { onDemand } from '../parts/on-demand.tsx';
import type { AddressBook, Area, PlannedPlace } from './draft-plan.ts';
import { planTexts } from '../texts/plan.ts';

// The map is loaded when somebody wants to see it.
const AreaInput = onDemand(
  () => import('../map/area-input.tsx'),
  () => <p className="loading">{planTexts.place.loadingMap}</p>,
);

/** A geofence on the map; the places of the address book are shown for orientation. */
export function AreaField({
  area,
  onChange,
  places,
}: {
  area: Area | null;
  onChange: (area: Area | null) => void;
  places: AddressBook['places'];
}): ReactNode {
  // Enter in a field of the map belongs to the map, not to the form around it.
  const keepEnter = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
  };
  return (
    <div className="area-field" role="group" aria-label={planTexts.place.area} onKeyDown={keepEnter}>
      <AreaInput value={area} onChange={onChange} near={places.flatMap(({ place }) => positionOf(place))} />
    </div>
  );
}

/** Where a place is: the middle of its circle, or a corner. */
function positionOf(place: PlannedPlace): { readonly latitude: number; readonly longitude: number }[] {
  if (typeof place === 'string') return [];
  const position = place.circle ?? place.polygon?.corners[0];
  return position === undefined ? [] : [{ latitude: position.latitude, longitude: position.longitude }];
}
