import { type ReactNode, useId } from 'react';
import { FieldNotes } from '../parts/field-notes.tsx';
import { texts } from '../texts.ts';
import type { AreaDraft, AreaFields } from './area-draft.ts';

type Corner = AreaDraft['corners'][number];

/** The corners of a polygon as a list with two numbers each, in their order around it. */
export function PolygonFields({ draft, problems, onChange, onTyped }: AreaFields): ReactNode {
  const described = useId();
  const { corners } = draft;
  const put = (index: number, change: Partial<Corner>): void =>
    onChange({ ...draft, corners: corners.with(index, { ...corners[index]!, ...change }) });
  return (
    <>
      <ol className="corners" aria-describedby={described}>
        {corners.map((corner, index) => (
          <li key={index}>
            {(['latitude', 'longitude'] as const).map((axis) => (
              <label key={axis} className="field">
                <span aria-hidden="true">{texts.area[axis]}</span>
                <input
                  type="number"
                  step="any"
                  min={axis === 'latitude' ? -90 : -180}
                  max={axis === 'latitude' ? 90 : 180}
                  aria-label={texts.area[`${axis}Of`](index + 1)}
                  aria-invalid={typeof problems?.corners[index] === 'string' || undefined}
                  value={corner[axis]}
                  onChange={({ target }) => put(index, { [axis]: target.value })}
                  onBlur={onTyped}
                />
              </label>
            ))}
            <button
              type="button"
              aria-label={texts.area.removeCorner(index + 1)}
              onClick={() => onChange({ ...draft, corners: corners.toSpliced(index, 1) })}
            >
              {texts.area.remove}
            </button>
            {typeof problems?.corners[index] === 'string' && (
              <span role="alert" className="problem block">
                {problems.corners[index]}
              </span>
            )}
          </li>
        ))}
      </ol>
      <button
        type="button"
        onClick={() => onChange({ ...draft, corners: [...corners, { latitude: '', longitude: '' }] })}
      >
        {texts.area.addCorner}
      </button>
      <FieldNotes id={described} problem={problems?.polygon ?? null} />
    </>
  );
}
