import type { ReactNode } from 'react';
import { planTexts } from '../texts/plan.ts';
import { noPlace } from './draft-plan.ts';
import { FieldGroup } from './field-group.tsx';
import { type PlanFields, notFixed } from './plan-fields.ts';
import { PlaceField } from './place-field.tsx';

const { fields, form: word } = planTexts;

/** Where the goods go: origin, waypoints, destination. */
export function WayFields({ plan, onChange, book, problems, fixed = notFixed }: PlanFields): ReactNode {
  const { site, waypoints } = plan;
  const common = { places: book.places, site };
  return (
    <FieldGroup title={word.way}>
      {fixed('origin') ?? (
        <PlaceField
          {...common}
          label={fields.origin}
          place={plan.origin}
          onChange={(origin) => onChange({ ...plan, origin })}
          problem={problems.get('origin') ?? null}
        />
      )}
      {fixed('waypoints') ?? (
        <>
          {waypoints.map((place, index) => (
            <div key={index} className="removable">
              <PlaceField
                {...common}
                label={word.waypoint(index + 1)}
                place={place}
                onChange={(changed) =>
                  onChange({
                    ...plan,
                    waypoints: waypoints.map((each, at) => (at === index ? changed : each)),
                  })
                }
                problem={index === 0 ? (problems.get('waypoints') ?? null) : null}
              />
              <button
                type="button"
                aria-label={word.removeWaypoint(index + 1)}
                onClick={() => onChange({ ...plan, waypoints: waypoints.filter((_, at) => at !== index) })}
              >
                {planTexts.remove}
              </button>
            </div>
          ))}
          <p>
            <button
              type="button"
              className="link"
              onClick={() => onChange({ ...plan, waypoints: [...waypoints, noPlace] })}
            >
              {word.addWaypoint}
            </button>
          </p>
        </>
      )}
      {fixed('destination') ?? (
        <PlaceField
          {...common}
          label={fields.destination}
          place={plan.destination}
          onChange={(destination) => onChange({ ...plan, destination })}
          problem={problems.get('destination') ?? null}
        />
      )}
    </FieldGroup>
  );
}
