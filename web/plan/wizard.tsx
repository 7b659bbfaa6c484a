import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useQueryState } from '../parts/query-state.ts';
import { Problem } from '../parts/problem.tsx';
import { useDraft } from '../session/draft.ts';
import { planTexts } from '../texts/plan.ts';
import { stepsTexts as word } from '../texts/plan-steps.ts';
import { chosenProducts, namedLoggers, offeredProducts } from './draft-logger.ts';
import type { DraftPlan } from './draft-plan.ts';
import { LoggersStep } from './loggers-step.tsx';
import { loggerProblems } from './logger-problems.ts';
import { noticeState } from './notice-state.ts';
import { Outcome } from './outcome.tsx';
import { type PlanProblems, problemsIn } from './plan-problems.ts';
import { PlanSummary } from './plan-summary.tsx';
import { SaveTemplate } from './save-template.tsx';
import { type StepNumber, Steps } from './steps.tsx';
import { emptyBook, useAddressBook } from './use-address-book.ts';
import { useNumber } from './use-number.ts';
import { usePlanShipment } from './use-plan-shipment.ts';
import { WhatStep } from './what-step.tsx';
import { WhoStep } from './who-step.tsx';
import type { WizardDraft } from './wizard-draft.ts';

const none: PlanProblems = new Map();

/** Plans a shipment in three steps. What is typed survives reloads and failures under the name of the draft. */
export function Wizard({
  name,
  begin,
  sites,
}: {
  name: string;
  begin: WizardDraft;
  sites: readonly string[];
}): ReactNode {
  const [draft, setDraft, clear] = useDraft(`plan ${name}`, begin);
  const [query, setQuery] = useQueryState();
  const [, navigate] = useLocation();
  const [attempts, setAttempts] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const book = useAddressBook(draft.plan.site).data ?? emptyBook;
  const number = useNumber(draft.plan, draft.isProposed);
  const plan: DraftPlan = draft.isProposed ? { ...draft.plan, shipment: number.proposed } : draft.plan;
  const found = problemsIn(plan);
  const { state, send, wasSent } = usePlanShipment(setDraft, ({ shipment, attached }) => {
    clear();
    navigate(`/shipments/${encodeURIComponent(shipment)}`, {
      replace: true,
      state: noticeState({ kind: 'planned', shipment, loggers: attached.length }),
    });
  });
  const isNumberTaken = !draft.isProposed && number.isFree === false && !wasSent(plan);
  const products = offeredProducts(plan);
  const problemsOfLoggers =
    loggerProblems(draft.loggers).filter((each) => each !== null).length +
    namedLoggers(draft.loggers).filter((each) => chosenProducts(each, products)?.length === 0).length;
  const needsAmbient =
    plan.ambientProfile === '' && namedLoggers(draft.loggers).some(({ role }) => role === 'ambient');
  const openProblems: Readonly<Record<StepNumber, number>> = {
    1: [...found.keys()].filter((field) => !ofLastStep.has(field)).length + (isNumberTaken ? 1 : 0),
    2: problemsOfLoggers + (needsAmbient ? 1 : 0),
    3: [...found.keys()].filter((field) => ofLastStep.has(field)).length,
  };
  const reachable: StepNumber = openProblems[1] > 0 ? 1 : openProblems[2] > 0 ? 2 : 3;
  const step = Math.min(Number(query.get('step') ?? 1) || 1, reachable) as StepNumber;
  const problems = attempts > 0 ? found : none;

  const go = (next: StepNumber): void => {
    setAttempts(0);
    setQuery({ step: String(next) });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (openProblems[step] > 0) setAttempts(attempts + 1);
    else if (step < 3) go((step + 1) as StepNumber);
    else void send({ ...draft, plan, isProposed: false });
  };
  useEffect(() => {
    if (attempts > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [attempts]);
  const shownStep = useRef(step);
  useEffect(() => {
    if (shownStep.current === step) return;
    shownStep.current = step;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [step]);

  if (draft.created !== null)
    return (
      <Outcome
        created={draft.created}
        loggers={draft.loggers}
        failed={state.kind === 'incomplete' ? state.failed : []}
        isBusy={state.kind === 'attaching'}
        arrivesAt={plan.plannedArrival}
        products={products}
        onLoggers={(loggers) => setDraft({ ...draft, loggers })}
        onRetry={() => void send(draft)}
        onLeave={clear}
      />
    );
  const isBusy = state.kind === 'planning' || state.kind === 'attaching';
  const error = state.kind === 'open' ? state.error : null;
  return (
    <>
      <Steps step={step} reachable={reachable} onGo={go} />
      <form ref={form} className="plan-form" noValidate onSubmit={submit}>
        <h2 ref={heading} tabIndex={-1} className="step-heading">
          {word.stepOf(step, word.steps[step])}
        </h2>
        {step === 1 && (
          <WhatStep
            draft={draft}
            plan={plan}
            onDraft={setDraft}
            sites={sites}
            book={book}
            number={number}
            problems={problems}
          />
        )}
        {step === 2 && (
          <LoggersStep
            plan={plan}
            onPlan={({ ambientProfile }) => setDraft({ ...draft, plan: { ...draft.plan, ambientProfile } })}
            loggers={draft.loggers}
            onLoggers={(loggers) => setDraft({ ...draft, loggers })}
            limitsProblem={attempts > 0 && needsAmbient ? planTexts.missing.profile : null}
          />
        )}
        {step === 3 && (
          <>
            <WhoStep
              plan={plan}
              onPlan={({ audience, escalation }) =>
                setDraft({ ...draft, plan: { ...draft.plan, audience, escalation } })
              }
              book={book}
              problems={problems}
            />
            <PlanSummary plan={plan} loggers={draft.loggers} onEdit={go} />
          </>
        )}
        {attempts > 0 && openProblems[step] > 0 && (
          <p role="alert" className="problem">
            {planTexts.form.toFix(openProblems[step])}
          </p>
        )}
        {error !== null && <Problem error={error} />}
        <div className="actions under-thumb">
          <button type="button" className="aside" onClick={() => startOver(clear, setQuery)}>
            {word.discard}
          </button>
          {step > 1 && (
            <button type="button" onClick={() => go((step - 1) as StepNumber)}>
              {word.back}
            </button>
          )}
          <button type="submit" className="primary" disabled={isBusy}>
            {step < 3 ? word.next : isBusy ? word.planning : word.plan}
          </button>
        </div>
      </form>
      {step === 3 && <SaveTemplate plan={plan} templates={book.templates} />}
    </>
  );
}

const ofLastStep: ReadonlySet<string> = new Set(['audience', 'escalation']);

function startOver(clear: () => void, setQuery: ReturnType<typeof useQueryState>[1]): void {
  clear();
  setQuery({ step: null });
}
