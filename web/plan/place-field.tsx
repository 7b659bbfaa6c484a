import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Problem } from '../parts/problem.tsx';
import { useFormats } from '../session/preferences.tsx';
import { planTexts } from '../texts/plan.ts';
import { AreaField } from './area-field.tsx';
import { areaInWords } from './area-in-words.ts';
import { type AddressBook, type DraftPlace, toDraftPlace } from './draft-plan.ts';
import { toPlannedPlace } from './planned-form.ts';
import { named } from './named.ts';
import { TextField } from './text-field.tsx';
import { useRemember } from './use-address-book.ts';

const word = planTexts.place;

/**
 * A place by its name. Remembered places are offered as one types, and bring their area; one that is not remembered can
 * get an area, and be remembered.
 */
export function PlaceField({
  label,
  place,
  onChange,
  places,
  site,
  problem = null,
}: {
  label: string;
  place: DraftPlace;
  onChange: (place: DraftPlace) => void;
  places: AddressBook['places'];
  site: string;
  problem?: string | null;
}): ReactNode {
  const [isDrawing, setDrawing] = useState(false);
  const formats = useFormats();
  const name = place.name.trim();
  const known = named(places, name);
  const isTypedUnknown = useRef(false);
  const rename = (typed: string): void => {
    const next = named(places, typed);
    isTypedUnknown.current = next === undefined;
    if (next !== undefined) return onChange({ name: typed, area: toDraftPlace(next.place).area });
    // A drawn area stays with a name that is corrected; one of the address book goes with its name.
    onChange({ name: typed, area: known === undefined ? place.area : null });
  };
  const rememberedArea = known === undefined ? null : toDraftPlace(known.place).area;
  useEffect(() => {
    if (!isTypedUnknown.current || known === undefined) return;
    // The address book has come after the name was typed.
    isTypedUnknown.current = false;
    if (place.area === null && rememberedArea !== null) onChange({ ...place, area: rememberedArea });
  }, [known, place, rememberedArea, onChange]);
  const isAsRemembered = known !== undefined && JSON.stringify(rememberedArea) === JSON.stringify(place.area);
  return (
    <div className="place-field">
      <TextField
        label={label}
        value={place.name}
        onChange={rename}
        problem={problem}
        options={places.map((each) => ({
          value: each.name,
          ...(each.address !== null && { label: each.address }),
        }))}
      />
      {name !== '' && (
        <div className="field-notes">
          <span className="quiet" role="status">
            {isAsRemembered
              ? word.remembered(areaInWords(place.area, formats))
              : `${known === undefined ? word.unknown : ''} ${areaInWords(place.area, formats)}`.trim()}
          </span>
          {!isDrawing && (
            <button
              type="button"
              aria-label={place.area === null ? word.drawOf(name) : word.showOf(name)}
              onClick={() => setDrawing(true)}
            >
              {place.area === null ? word.draw : word.show}
            </button>
          )}
          {known !== undefined && place.area === null && rememberedArea !== null && (
            <button
              type="button"
              aria-label={word.takeAreaOf(name)}
              onClick={() => onChange({ ...place, area: rememberedArea })}
            >
              {word.takeArea}
            </button>
          )}
          {(known === undefined || (!isAsRemembered && place.area !== null)) && (
            <RememberPlace key={name} site={site} place={place} known={known} />
          )}
        </div>
      )}
      {isDrawing && (
        <>
          <AreaField area={place.area} places={places} onChange={(area) => onChange({ ...place, area })} />
          <p>
            <button type="button" aria-label={word.doneOf(name)} onClick={() => setDrawing(false)}>
              {word.done}
            </button>
          </p>
        </>
      )}
    </div>
  );
}

/** Puts the place into the address book; address and telephone of one that is there already stay. */
function RememberPlace({
  site,
  place,
  known,
}: {
  site: string;
  place: DraftPlace;
  known: AddressBook['places'][number] | undefined;
}): ReactNode {
  const remember = useRemember(site, 'place');
  const name = place.name.trim();
  return (
    <>
      <button
        type="button"
        disabled={remember.isPending}
        aria-label={known === undefined ? word.rememberOf(name) : undefined}
        onClick={() =>
          remember.mutate({
            place: toPlannedPlace(place),
            address: known?.address ?? null,
            phone: known?.phone ?? null,
          })
        }
      >
        {known === undefined ? word.remember : word.rememberChange}
      </button>
      {remember.error !== null && <Problem error={remember.error} />}
    </>
  );
}
