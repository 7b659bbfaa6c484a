import { type FormEvent, type ReactNode, useState } from 'react';
import { goodsOf } from '../../src/model/product.ts';
import { Problem } from '../parts/problem.tsx';
import { bookTexts } from '../texts/address-book.ts';
import type { AddressBook, DraftPlan } from './draft-plan.ts';
import { named } from './named.ts';
import { toPlanned, toTemplate } from './planned-form.ts';
import { TextField } from './text-field.tsx';
import { useRemember } from './use-address-book.ts';

const word = bookTexts.template;

/** Keeps a plan under a name, to start other shipments from it. */
export function SaveTemplate({
  plan,
  templates,
}: {
  plan: DraftPlan;
  templates: AddressBook['templates'];
}): ReactNode {
  const [name, setName] = useState(() => toPlanned(plan).goods ?? goodsOf(plan.products ?? []));
  const remember = useRemember(plan.site, 'template');
  const isTaken = named(templates, name) !== undefined && remember.data?.name !== name.trim();
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') remember.mutate({ name: name.trim(), plan: toTemplate(plan) });
  };
  return (
    <form className="card field-group" onSubmit={send}>
      <TextField
        label={word.name}
        value={name}
        onChange={setName}
        hint={isTaken ? `${bookTexts.taken(name.trim())} ${word.hint}` : word.hint}
      />
      <p>
        <button type="submit" disabled={remember.isPending || name.trim() === ''}>
          {word.save}
        </button>
      </p>
      <p role="status">{remember.data !== undefined && word.saved(remember.data.name)}</p>
      {remember.error !== null && <Problem error={remember.error} />}
    </form>
  );
}
