import { type ReactNode, useId, useState } from 'react';
import { texts } from '../texts.ts';
import { type AreaDraft, areaOf, draftOf } from './area-draft.ts';
import { AreaMap } from './area-map.tsx';
import { type Area, edgeOf } from './area.ts';
import { CircleFields } from './circle-fields.tsx';
import { CitySearch } from './city-search.tsx';
import { PolygonFields } from './polygon-fields.tsx';
import type { Place } from './view.ts';

/**
 * A form for a geofence: a circle or a polygon, drawn on a map or given in fields. `onChange` gets the geofence, and
 * null while what was typed is none; the fields keep it. `near` are places to show before there is a geofence.
 */
export default function AreaInput({
  value,
  onChange,
  near,
}: {
  value: Area | null;
  onChange: (area: Area | null) => void;
  near: readonly Place[];
}): ReactNode {
  const [draft, setDraft] = useState(() => draftOf(value));
  const [given, setGiven] = useState(value);
  const [shown, setShown] = useState<readonly Place[] | null>(null);
  // Problems are said once somebody has begun, not about an empty form.
  const [hasBegun, setBegun] = useState(value !== null);
  const name = useId();
  // Another geofence from outside replaces what is in the fields; what they said themselves comes back unchanged.
  if (!isSame(value, given)) {
    setGiven(value);
    if (!isSame(value, areaOf(draft).area)) {
      setDraft(draftOf(value));
      if (value !== null) setShown(edgeOf(value));
    }
  }
  const change = (next: AreaDraft): void => {
    const { area } = areaOf(next);
    setDraft(next);
    setBegun(true);
    setGiven(area);
    onChange(area);
  };
  const { area, problems } = areaOf(draft);
  const showArea = (): void => {
    if (area !== null) setShown(edgeOf(area));
  };
  const fields = { draft, problems: hasBegun ? problems : null, onChange: change, onTyped: showArea };
  return (
    <div className="area-input">
      <fieldset className="choice shapes">
        <legend>{texts.area.shape}</legend>
        {(['circle', 'polygon'] as const).map((shape) => (
          <label key={shape}>
            <input
              type="radio"
              name={name}
              checked={draft.shape === shape}
              onChange={() => change({ ...draft, shape })}
            />
            {texts.area[shape]}
          </label>
        ))}
      </fieldset>
      <CitySearch onFound={(city) => setShown([city])} />
      <p className="quiet">
        {draft.shape === 'circle' ? texts.area.circleHint : texts.area.polygonHint} {texts.area.keyboardHint}
      </p>
      <AreaMap draft={draft} onChange={change} near={near} shown={shown} />
      {draft.shape === 'circle' ? <CircleFields {...fields} /> : <PolygonFields {...fields} />}
      {hasBegun && (
        <button
          type="button"
          onClick={() => {
            setDraft({ ...draftOf(null), shape: draft.shape });
            setBegun(false);
            setGiven(null);
            onChange(null);
          }}
        >
          {texts.area.clear}
        </button>
      )}
    </div>
  );
}

function isSame(one: Area | null, other: Area | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
