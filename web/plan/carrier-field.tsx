import type { ReactNode } from 'react';
import { Problem } from '../parts/problem.tsx';
import { planTexts as word } from '../texts/plan.ts';
import { type AddressBook, type DraftCarrier, toDraftCarrier } from './draft-plan.ts';
import { named } from './named.ts';
import type { PlanProblems } from './plan-problems.ts';
import { toPlannedCarrier } from './planned-form.ts';
import { TextField } from './text-field.tsx';
import { useRemember } from './use-address-book.ts';

/** The carrier and how to reach it. Choosing a remembered one fills in the rest. */
export function CarrierField({
  carrier,
  onChange,
  carriers,
  site,
  problems,
}: {
  carrier: DraftCarrier;
  onChange: (carrier: DraftCarrier) => void;
  carriers: AddressBook['carriers'];
  site: string;
  problems: PlanProblems;
}): ReactNode {
  const known = named(carriers, carrier.name);
  const rename = (name: string): void => {
    const next = named(carriers, name);
    onChange(next === undefined ? { ...carrier, name } : { ...toDraftCarrier(next.carrier), name });
  };
  const remembered = known === undefined ? null : JSON.stringify(known.carrier);
  const typed = toPlannedCarrier(carrier);
  const isNew = typed !== null && typed.name !== '' && JSON.stringify(typed) !== remembered;
  return (
    <>
      <TextField
        label={word.fields.carrier}
        value={carrier.name}
        onChange={rename}
        problem={problems.get('carrier.name') ?? null}
        options={carriers.map((each) => ({
          value: each.name,
          ...(each.carrier.phone !== null && { label: each.carrier.phone }),
        }))}
        isOptional
      />
      {(carrier.name.trim() !== '' || typed !== null) && (
        <>
          <TextField
            label={word.fields['carrier.phone']}
            type="tel"
            value={carrier.phone}
            onChange={(phone) => onChange({ ...carrier, phone })}
            hint={word.carrier.phoneHint}
            problem={problems.get('carrier.phone') ?? null}
          />
          <TextField
            label={word.fields['carrier.email']}
            type="email"
            value={carrier.email}
            onChange={(email) => onChange({ ...carrier, email })}
            problem={problems.get('carrier.email') ?? null}
            isOptional
          />
          {isNew && !problems.has('carrier.phone') && !problems.has('carrier.email') && (
            <RememberCarrier site={site} carrier={typed} />
          )}
        </>
      )}
    </>
  );
}

function RememberCarrier({
  site,
  carrier,
}: {
  site: string;
  carrier: ReturnType<typeof toPlannedCarrier>;
}): ReactNode {
  const remember = useRemember(site, 'carrier');
  return (
    <p>
      <button type="button" disabled={remember.isPending} onClick={() => remember.mutate(carrier)}>
        {word.carrier.remember}
      </button>
      {remember.error !== null && <Problem error={remember.error} />}
    </p>
  );
}
