import type { Plan } from './draft-plan.ts';
import { type DraftPlan, toDraft } from './draft-plan.ts';
import { type Planned, toPlanned } from './planned-form.ts';

/** The fields that a change of a plan may name, in the order in which they are shown. */
export const changeableFields = [
  'goods',
  'products',
  'lots',
  'sscc',
  'origin',
  'destination',
  'waypoints',
  'profile',
  'ambientProfile',
  'plannedDeparture',
  'plannedArrival',
  'vehicle',
  'packaging',
  'carrier',
  'audience',
  'escalation',
] as const satisfies readonly (keyof Planned)[];

export type ChangeableField = (typeof changeableFields)[number];

/** One field of a plan before and after a change, in the form in which a shipment is planned. */
export type FieldChange = {
  readonly [Field in ChangeableField]: {
    readonly field: Field;
    readonly from: Planned[Field];
    readonly to: Planned[Field];
  };
}[ChangeableField];

/** The fields in which a typed plan differs from the recorded one. Space around a text is no difference. */
export function changesOf(recorded: Plan, typed: DraftPlan): readonly FieldChange[] {
  const [before, after] = [toPlanned(toDraft(recorded)), toPlanned(typed)];
  // Products have their own limits and lots, and their own names unless there is one for all of them.
  const ofProducts = new Set<ChangeableField>(
    after.products === undefined
      ? []
      : [
          'lots',
          'profile',
          ...(before.products === undefined && after.goods === undefined ? ['goods' as const] : []),
        ],
  );
  return changeableFields
    .filter((field) => !ofProducts.has(field))
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ field, from: before[field], to: after[field] }) as FieldChange);
}

/** The body of the change: only what differs is named, but products are named with the name for all of them. */
export function changeOf(changes: readonly FieldChange[], typed: DraftPlan): Partial<Planned> {
  const changed = Object.fromEntries(changes.map(({ field, to }) => [field, to]));
  const { goods, products } = toPlanned(typed);
  if (products === undefined || !('goods' in changed || 'products' in changed)) return changed;
  const { goods: _, ...others } = changed;
  return { ...others, products, ...(goods !== undefined && { goods }) };
}
