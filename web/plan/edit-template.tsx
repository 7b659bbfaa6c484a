import { type FormEvent, type ReactNode, useState } from 'react';
import { Problem } from '../parts/problem.tsx';
import { useDraft } from '../session/draft.ts';
import { bookTexts as word } from '../texts/address-book.ts';
import { planTexts } from '../texts/plan.ts';
import { type AddressBook, emptyPlan, withTemplate } from './draft-plan.ts';
import { GoodsFields } from './goods-fields.tsx';
import { LimitsFields } from './limits-fields.tsx';
import { NameField } from './name-field.tsx';
import { TransportFields } from './transport-fields.tsx';
import { WayFields } from './way-fields.tsx';
import { type PlanProblems, problemsIn } from './plan-problems.ts';
import { toTemplate } from './planned-form.ts';
import type { Editing } from './remembered-list.tsx';
import { useSave } from './use-save.ts';
import { WhoStep } from './who-step.tsx';

/** What a plan needs and a template may leave open. */
const maybeOpen = ['shipment', 'goods', 'origin', 'destination', 'profile'] as const;

/** Writes a template: the fields of a plan that shipments of a kind have in common. */
export function EditTemplate({
  title,
  site,
  book,
  before,
  onClose,
}: Editing<AddressBook['templates'][number]>): ReactNode {
  const [draft, setDraft, clear] = useDraft(`template edit ${site} ${before?.id ?? 'new'}`, {
    name: before?.name ?? '',
    plan: before === null ? emptyPlan(site) : withTemplate(emptyPlan(site), before.plan),
  });
  const [isAttempted, setAttempted] = useState(false);
  const [isAmbientShown, setAmbientShown] = useState(false);
  const leave = (): void => {
    clear();
    onClose();
  };
  const save = useSave(site, 'template', before, leave);
  const { name, plan } = draft;
  const found = problemsOfTemplate(plan);
  const template = toTemplate(plan);
  const isEmpty = Object.keys(template).length === 0;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '' || found.size > 0 || isEmpty) return setAttempted(true);
    save.save({ name: name.trim(), plan: template });
  };
  const onChange = (changed: typeof plan): void => setDraft({ ...draft, plan: changed });
  const common = { plan, onChange, book, problems: isAttempted ? found : none };
  return (
    <form className="plan-form" noValidate onSubmit={send}>
      <h2>{title}</h2>
      <p className="quiet">
        {word.templateHint} {word.template.hint}
      </p>
      <NameField
        label={word.template.name}
        name={name}
        onChange={(typed) => setDraft({ ...draft, name: typed })}
        entries={book.templates}
        before={before}
        isAttempted={isAttempted}
      />
      <div className="groups">
        <GoodsFields {...common} isTemplate />
        <WayFields {...common} />
        <LimitsFields
          {...common}
          isAmbientShown={isAmbientShown}
          onShowAmbient={() => setAmbientShown(true)}
        />
        <TransportFields {...common} isTemplate />
      </div>
      <WhoStep plan={plan} onPlan={onChange} book={book} problems={common.problems} />
      {isAttempted && isEmpty && (
        <p role="alert" className="problem">
          {word.templateEmpty}
        </p>
      )}
      {save.error !== null && <Problem error={save.error} />}
      <div className="actions under-thumb">
        <button type="button" onClick={leave}>
          {planTexts.cancel}
        </button>
        <button type="submit" className="primary" disabled={save.isPending}>
          {save.isPending ? word.saving : word.save}
        </button>
      </div>
    </form>
  );
}

const none: PlanProblems = new Map();

/** What is wrong with what is filled in; nothing has to be. */
function problemsOfTemplate(plan: Parameters<typeof problemsIn>[0]): PlanProblems {
  const isOpen: Readonly<Record<(typeof maybeOpen)[number], boolean>> = {
    shipment: true,
    goods: plan.goods.trim() === '',
    origin: plan.origin.name.trim() === '',
    destination: plan.destination.name.trim() === '',
    profile: plan.profile === '',
  };
  const open = new Set<string>(maybeOpen.filter((field) => isOpen[field]));
  return new Map([...problemsIn(plan)].filter(([field]) => !open.has(field)));
}
