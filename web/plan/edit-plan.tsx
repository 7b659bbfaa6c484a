import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { StepProblem } from '../parts/step-problem.tsx';
import { useStep } from '../parts/use-step.ts';
import { useDraft } from '../session/draft.ts';
import type { Shown } from '../shipment/shown.ts';
import { planTexts } from '../texts/plan.ts';
import { planChangesTexts } from '../texts/plan-changes.ts';
import { CancelShipment } from './cancel-shipment.tsx';
import { ChangeList } from './change-list.tsx';
import { type DraftPlan, toDraft } from './draft-plan.ts';
import { FixedField } from './fixed-field.tsx';
import { noticeState } from './notice-state.ts';
import { changeOf, changesOf, type ChangeableField } from './plan-changes.ts';
import { GoodsFields } from './goods-fields.tsx';
import { LimitsFields } from './limits-fields.tsx';
import { TransportFields } from './transport-fields.tsx';
import { WayFields } from './way-fields.tsx';
import { problemsIn } from './plan-problems.ts';
import { toPlanned } from './planned-form.ts';
import { ReasonField } from './reason-field.tsx';
import { emptyBook, useAddressBook } from './use-address-book.ts';
import { fixedFields } from './what-may-change.ts';
import { WhoStep } from './who-step.tsx';

const word = planChangesTexts.change;
/** What a person typed: only the fields that they touched, so that changes by others show through. */
type Edits = Partial<DraftPlan>;

/** The form of a plan that may change: what is typed is compared with what is recorded, and only that is sent. */
export function EditPlan({ shown }: { shown: Shown }): ReactNode {
  const { shipment, plan: recorded } = shown;
  const [edits, setEdits, clearEdits] = useDraft<Edits>(`plan change ${shipment}`, {});
  const [reason, setReason, clearReason] = useDraft(`plan change reason ${shipment}`, '');
  const [attempts, setAttempts] = useState(0);
  const [isAmbientShown, setAmbientShown] = useState(false);
  const [isCancelling, setCancelling] = useState(false);
  const [, navigate] = useLocation();
  const form = useRef<HTMLFormElement>(null);
  const book = useAddressBook(recorded.site).data ?? emptyBook;
  const fixed = fixedFields(shown);
  const before = toDraft(recorded);
  const plan: DraftPlan = { ...before, ...edits };
  const changes = changesOf(recorded, plan).filter(({ field }) => !fixed.has(field));
  const problems = problemsIn(plan);
  const clear = (): void => {
    clearEdits();
    clearReason();
  };
  const step = useStep('changePlan', shown, () => {
    clear();
    navigate(`/shipments/${encodeURIComponent(shipment)}`, {
      state: noticeState({ kind: 'changed', shipment }),
    });
  });
  const onChange = (next: DraftPlan): void => setEdits({ ...edits, ...touched(plan, next) });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (problems.size > 0) return setAttempts(attempts + 1);
    step.mutate({ body: { change: changeOf(changes, plan), reason: reason.trim() } });
  };
  useEffect(() => {
    if (attempts > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [attempts]);
  const fixedField = (field: string): ReactNode => {
    const why = fixed.get(field as ChangeableField);
    if (why === undefined) return null;
    const named = field as ChangeableField;
    return <FixedField key={field} field={named} value={toPlanned(before)[named]} why={why} />;
  };
  const common = { plan, onChange, book, problems, fixed: fixedField };
  return (
    <>
      {isCancelling && <CancelShipment shown={shown} onClose={() => setCancelling(false)} />}
      <form ref={form} className="plan-form" noValidate onSubmit={send}>
        <p className="quiet">{word.lead}</p>
        <div className="groups">
          <GoodsFields {...common} whyProfilesStay={fixed.get('profile') ?? null} />
          <WayFields {...common} />
          <LimitsFields
            {...common}
            isAmbientShown={isAmbientShown}
            onShowAmbient={() => setAmbientShown(true)}
          />
          <TransportFields {...common} />
        </div>
        <WhoStep plan={plan} onPlan={onChange} book={book} problems={problems} />
        <section className="card field-group">
          <h2>{word.changes}</h2>
          <ChangeList changes={changes} />
          <ReasonField reason={reason} onReason={setReason} />
          {problems.size > 0 && attempts > 0 && (
            <p role="alert" className="problem">
              {planTexts.form.toFix(problems.size)}
            </p>
          )}
          {step.error !== null && <StepProblem error={step.error} />}
        </section>
        {shown.departedAt === null && shown.arrivedAt === null && (
          <p>
            <button type="button" onClick={() => setCancelling(true)}>
              {planChangesTexts.cancellation.confirm}
            </button>
          </p>
        )}
        <div className="actions under-thumb">
          {changes.length > 0 && (
            <button type="button" className="aside" onClick={clear}>
              {word.discard}
            </button>
          )}
          <button
            type="submit"
            className="primary"
            disabled={step.isPending || changes.length === 0 || reason.trim() === ''}
          >
            {step.isPending ? word.sending : word.send(changes.length)}
          </button>
        </div>
      </form>
    </>
  );
}

/** The fields in which the next plan is another than the current one. */
function touched(current: DraftPlan, next: DraftPlan): Edits {
  return Object.fromEntries(
    Object.entries(next).filter(([field, value]) => value !== current[field as keyof DraftPlan]),
  );
}
