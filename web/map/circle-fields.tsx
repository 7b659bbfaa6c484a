import { type ReactNode, useId } from 'react';
import { FieldNotes } from '../parts/field-notes.tsx';
import { texts } from '../texts.ts';
import { type AreaFields, radiusOf } from './area-draft.ts';

/** The radii of the slider in metres: fine for a yard, coarse for a region. */
const radii = [
  50, 75, 100, 150, 200, 300, 400, 500, 750, 1000, 1500, 2000, 3000, 5000, 7500, 10_000, 15_000, 20_000,
  30_000, 50_000,
];

/** The fields of a circle: its centre, and its radius as a slider and as a number. */
export function CircleFields({ draft, problems, onChange, onTyped }: AreaFields): ReactNode {
  const [slider, described, described2] = [useId(), useId(), useId()];
  const radius = radiusOf(draft);
  const nearest = radius === null ? 0 : nearestTo(radius);
  return (
    <>
      <label className="field">
        <span>{texts.area.centre}</span>
        <input
          value={draft.centre}
          autoComplete="off"
          spellCheck={false}
          aria-describedby={described}
          aria-invalid={typeof problems?.centre === 'string' || undefined}
          onChange={({ target }) => onChange({ ...draft, centre: target.value })}
          onBlur={onTyped}
          onKeyDown={(event) => {
            // Enter shows the place; it does not send the form around this one.
            if (event.key !== 'Enter') return;
            event.preventDefault();
            onTyped();
          }}
        />
      </label>
      <FieldNotes id={described} hint={texts.area.centreHint} problem={problems?.centre ?? null} />
      <div className="radius">
        <div className="field">
          <label htmlFor={slider}>{texts.area.radiusSlider}</label>
          <input
            id={slider}
            type="range"
            min={0}
            max={radii.length - 1}
            step={1}
            value={nearest}
            aria-valuetext={metersText(radii[nearest]!)}
            onChange={({ target }) => onChange({ ...draft, radius: String(radii[Number(target.value)]) })}
          />
        </div>
        <label className="field">
          <span>{texts.area.radius}</span>
          <input
            type="number"
            min={1}
            step="any"
            value={draft.radius}
            aria-describedby={described2}
            aria-invalid={typeof problems?.radius === 'string' || undefined}
            onChange={({ target }) => onChange({ ...draft, radius: target.value })}
          />
        </label>
      </div>
      <FieldNotes id={described2} problem={problems?.radius ?? null} />
    </>
  );
}

function nearestTo(radius: number): number {
  const distance = (each: number): number => Math.abs(Math.log(each / radius));
  return radii.reduce((best, each, index) => (distance(each) < distance(radii[best]!) ? index : best), 0);
}

function metersText(meters: number): string {
  return meters < 1000 ? texts.area.metres(String(meters)) : texts.area.kilometres(String(meters / 1000));
}
