import { type ReactNode, useId } from 'react';
import { MomentInput } from '../parts/moment-input.tsx';
import { ScanInput } from '../parts/scan-input.tsx';
import { planTexts } from '../texts/plan.ts';
import { CarrierField } from './carrier-field.tsx';
import { type AddressBook, type DraftPlan, noPlace } from './draft-plan.ts';
import { LimitsField } from './limits-field.tsx';
import type { PlanProblems } from './plan-problems.ts';
import { PlaceField } from './place-field.tsx';
import { TextField } from './text-field.tsx';

const { fields, wizard: word } = planTexts;

/** What every group of fields of a plan needs. */
type Fields = {
  readonly plan: DraftPlan;
  readonly onChange: (plan: DraftPlan) => void;
  readonly book: AddressBook;
  readonly problems: PlanProblems;
  /** Shown in place of a field that may not change. */
  readonly fixed?: (field: string) => ReactNode;
};

const notFixed = (): ReactNode => null;

/** Goods, lots and label. A template has goods only, because lots and label belong to one shipment. */
export function GoodsFields({
  plan,
  onChange,
  problems,
  fixed = notFixed,
  isTemplate = false,
}: Fields & { readonly isTemplate?: boolean }): ReactNode {
  return (
    <Group title={word.goodsAndLabel}>
      {fixed('goods') ?? (
        <TextField
          label={fields.goods}
          value={plan.goods}
          onChange={(goods) => onChange({ ...plan, goods })}
          problem={problems.get('goods') ?? null}
        />
      )}
      {!isTemplate && (
        <>
          {fixed('lots') ?? (
            <TextField
              label={fields.lots}
              lines={2}
              value={plan.lots}
              onChange={(lots) => onChange({ ...plan, lots })}
              hint={word.lotsHint}
              problem={problems.get('lots') ?? null}
              isOptional
            />
          )}
          {fixed('sscc') ?? (
            <ScanInput
              label={fields.sscc}
              value={plan.sscc}
              onChange={(sscc) => onChange({ ...plan, sscc })}
              hint={word.labelHint}
              problem={problems.get('sscc') ?? null}
            />
          )}
        </>
      )}
    </Group>
  );
}

/** Where the goods go: origin, waypoints, destination. */
export function WayFields({ plan, onChange, book, problems, fixed = notFixed }: Fields): ReactNode {
  const { site, waypoints } = plan;
  const common = { places: book.places, site };
  return (
    <Group title={word.way}>
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
    </Group>
  );
}

/** The storage limits of the goods, and where they are wanted of the air around them. */
export function LimitsFields({
  plan,
  onChange,
  problems,
  fixed = notFixed,
  isAmbientShown,
  onShowAmbient,
}: Omit<Fields, 'book'> & {
  readonly isAmbientShown: boolean;
  readonly onShowAmbient: () => void;
}): ReactNode {
  return (
    <Group title={word.limits}>
      {fixed('profile') ?? (
        <LimitsField
          label={fields.profile}
          value={plan.profile}
          onChange={(profile) => onChange({ ...plan, profile })}
          problem={problems.get('profile') ?? null}
        />
      )}
      {fixed('ambientProfile') ??
        (isAmbientShown || plan.ambientProfile !== '' ? (
          <LimitsField
            label={fields.ambientProfile}
            value={plan.ambientProfile}
            onChange={(ambientProfile) => onChange({ ...plan, ambientProfile })}
            hint={word.ambientHint}
            problem={problems.get('ambientProfile') ?? null}
          />
        ) : (
          <p>
            <button type="button" className="link" onClick={onShowAmbient}>
              {word.addAmbient}
            </button>
          </p>
        ))}
    </Group>
  );
}

/** When the goods travel, with which vehicle and carrier. A template has no times. */
export function TransportFields({
  plan,
  onChange,
  book,
  problems,
  fixed = notFixed,
  isTemplate = false,
}: Fields & { readonly isTemplate?: boolean }): ReactNode {
  return (
    <Group title={word.when}>
      {!isTemplate && (
        <>
          {fixed('plannedDeparture') ?? (
            <MomentInput
              label={fields.plannedDeparture}
              value={plan.plannedDeparture}
              onChange={(plannedDeparture) => onChange({ ...plan, plannedDeparture })}
              problem={problems.get('plannedDeparture') ?? null}
            />
          )}
          {fixed('plannedArrival') ?? (
            <MomentInput
              label={fields.plannedArrival}
              value={plan.plannedArrival}
              onChange={(plannedArrival) => onChange({ ...plan, plannedArrival })}
              problem={problems.get('plannedArrival') ?? null}
            />
          )}
        </>
      )}
      {fixed('vehicle') ?? (
        <TextField
          label={fields.vehicle}
          value={plan.vehicle}
          onChange={(vehicle) => onChange({ ...plan, vehicle })}
          problem={problems.get('vehicle') ?? null}
          isOptional
        />
      )}
      {fixed('carrier') ?? (
        <CarrierField
          carrier={plan.carrier}
          onChange={(carrier) => onChange({ ...plan, carrier })}
          carriers={book.carriers}
          site={plan.site}
          problems={problems}
        />
      )}
    </Group>
  );
}

/** A group of fields under a heading. */
export function Group({ title, children }: { title: string; children: ReactNode }): ReactNode {
  const heading = useId();
  return (
    <section className="card field-group" aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      {children}
    </section>
  );
}
