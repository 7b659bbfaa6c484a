import { type ReactNode, useState } from 'react';
import { planTexts } from '../texts/plan.ts';
import { stepsTexts as word } from '../texts/plan-steps.ts';
import { type AddressBook, type DraftPlan, audienceOf, emptyPlan, withTemplate } from './draft-plan.ts';
import { NumberField } from './number-field.tsx';
import { GoodsFields } from './goods-fields.tsx';
import { FieldGroup } from './field-group.tsx';
import { LimitsFields } from './limits-fields.tsx';
import { TransportFields } from './transport-fields.tsx';
import { WayFields } from './way-fields.tsx';
import type { PlanProblems } from './plan-problems.ts';
import type { NumberState } from './use-number.ts';
import type { WizardDraft } from './wizard-draft.ts';

/** The first step of planning: what travels, from where to where, by which limits, when and with whom. */
export function WhatStep({
  draft,
  plan,
  onDraft,
  sites,
  book,
  number,
  problems,
}: {
  draft: WizardDraft;
  /** The plan with the number in use. */
  plan: DraftPlan;
  onDraft: (draft: WizardDraft) => void;
  sites: readonly string[];
  book: AddressBook;
  number: NumberState;
  problems: PlanProblems;
}): ReactNode {
  const [isAmbientShown, setAmbientShown] = useState(false);
  const onChange = (changed: DraftPlan): void => onDraft({ ...draft, plan: changed });
  const changeSite = (site: string): void => {
    // The site's own group goes with the site.
    const audience = plan.audience.map((each) => (each === audienceOf(plan.site) ? audienceOf(site) : each));
    onDraft({ ...draft, template: '', plan: { ...draft.plan, site, audience } });
  };
  const start = (template: string): void => {
    const { shipment, sscc, lots, plannedDeparture, plannedArrival, site } = draft.plan;
    const fresh = { ...emptyPlan(site), shipment, sscc, lots, plannedDeparture, plannedArrival };
    const chosen = book.templates.find(({ id }) => id === template);
    onDraft({
      ...draft,
      template,
      plan: chosen === undefined ? fresh : withTemplate(fresh, chosen.plan),
    });
  };
  const common = { plan: draft.plan, onChange, book, problems };
  return (
    <div className="groups">
      <FieldGroup title={word.number}>
        {book.templates.length > 0 && (
          <label className="field">
            <span>{word.start}</span>
            <select value={draft.template} onChange={({ target }) => start(target.value)}>
              <option value="">{word.empty}</option>
              {book.templates.map(({ id, name }) => (
                <option key={id} value={id}>
                  {word.template(name)}
                </option>
              ))}
            </select>
          </label>
        )}
        {sites.length > 1 && (
          <label className="field">
            <span>{planTexts.fields.site}</span>
            <select value={plan.site} onChange={({ target }) => changeSite(target.value)}>
              {sites.map((site) => (
                <option key={site}>{site}</option>
              ))}
            </select>
          </label>
        )}
        <NumberField
          number={plan.shipment}
          state={number}
          isProposed={draft.isProposed}
          problem={problems.get('shipment') ?? null}
          onType={(shipment) => onDraft({ ...draft, isProposed: false, plan: { ...draft.plan, shipment } })}
          onPropose={() => onDraft({ ...draft, isProposed: true })}
        />
      </FieldGroup>
      <GoodsFields {...common} />
      <WayFields {...common} />
      <LimitsFields {...common} isAmbientShown={isAmbientShown} onShowAmbient={() => setAmbientShown(true)} />
      <TransportFields {...common} />
    </div>
  );
}
