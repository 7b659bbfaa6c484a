import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, type Ref, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { StepProblem } from '../parts/step-problem.tsx';
import { useDraft } from '../session/draft.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { Lots } from './lots.tsx';
import { DecisionChoice, ReasonField } from './decision-fields.tsx';
import { type Decision, type Receipt, readinessOf } from './decision-readiness.ts';
import { Changed, goAndSign, stateShown } from './pending.ts';
import { useBatch } from './batch-signing.ts';
import { useWhyNotYet } from '../files/use-why-not-yet.ts';
import type { Shown } from '../shipment/shown.ts';

type Draft = {
  readonly decision: Decision | null;
  readonly reason: string;
  readonly lots: readonly string[];
  /** A summary of the record at the time of the choice. */
  readonly seen: string;
};
const nothing: Draft = { decision: null, reason: '', lots: [], seen: '' };

/** The form for the decision, its reason, and the way to the signature. Input survives reloads and the step-up. */
export function Decide({
  shown,
  receipt,
  label,
  corrects,
}: {
  shown: Shown;
  receipt: Receipt;
  label: string | null;
  corrects: number | null;
}): ReactNode {
  const { shipment } = shown;
  const queries = useQueryClient();
  const { username } = usePerson();
  const { moment } = useFormats();
  const [draft, setDraft] = useDraft<Draft>(`decide ${shipment}`, nothing);
  const [error, setError] = useState<Error | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { reason, lots } = draft;
  const state = stateShown(receipt);
  const seen = `entry ${receipt.sequence}: ${state}`;
  // A choice based on a different record does not count for this one.
  const hasChanged = draft.decision !== null && draft.seen !== seen;
  const decision = hasChanged ? null : draft.decision;
  const whyNotYet = useWhyNotYet(shipment);
  const bar = useRef<HTMLDivElement>(null);
  const change = (part: Partial<Draft>): void => {
    setError(null);
    setDraft({ ...draft, decision, ...part, seen });
  };
  const { needsReason, isCalibrationMissing, isReady, batchLabel } = readinessOf(receipt, {
    decision,
    reason,
    lots,
    label,
    corrects,
  });
  const sign = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (decision === null || !isReady || whyNotYet !== null) return;
    setBusy(true);
    setError(null);
    try {
      const own = decision === 'partly-released' ? lots : [];
      await goAndSign(
        [
          {
            shipment,
            basedOn: receipt.sequence,
            decision,
            lots: own,
            reason: reason.trim(),
            label,
            corrects,
          },
        ],
        new Map([[shipment, state]]),
        username,
      );
    } catch (cause) {
      setError(cause as Error);
      void queries.invalidateQueries({ queryKey: ['shipment', shipment] });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="decide card" onSubmit={(event) => void sign(event)}>
      <fieldset>
        <legend>
          <h2>{texts.receipt.decide}</h2>
        </legend>
        {corrects !== null && shown.decision !== null && (
          <p className="warn">{texts.receipt.correcting(moment(shown.decision.signedAt))}</p>
        )}
        <DecisionChoice
          lots={shown.lots}
          recommendation={receipt.recommendation}
          decision={decision}
          onChoose={(each) => {
            change({ decision: each });
            requestAnimationFrame(() => bar.current?.scrollIntoView({ block: 'nearest' }));
          }}
        />
      </fieldset>
      {decision === 'partly-released' && (
        <Lots known={shown.lots} chosen={lots} onChange={(own) => change({ lots: own })} />
      )}
      {(decision !== null || reason !== '') && (
        <ReasonField
          reason={reason}
          isNeeded={needsReason}
          calibrationMissing={isCalibrationMissing ? receipt.calibrationMissing : []}
          onChange={(written) => change({ reason: written })}
        />
      )}
      {error instanceof Changed || hasChanged ? (
        <p role="alert" className="warn">
          {texts.receipt.changed}
        </p>
      ) : (
        error !== null && <StepProblem error={error} />
      )}
      {whyNotYet !== null && (
        <p role="status" className="warn">
          {whyNotYet}
        </p>
      )}
      {decision !== null && (
        <SignBar
          ref={bar}
          shipment={shipment}
          decision={decision}
          batchLabel={whyNotYet === null ? batchLabel : null}
          isDisabled={isBusy || !isReady || whyNotYet !== null}
        />
      )}
    </form>
  );
}

/** The way to the signature, or for a box without problems into the batch. */
function SignBar({
  ref,
  shipment,
  decision,
  batchLabel,
  isDisabled,
}: {
  ref: Ref<HTMLDivElement>;
  shipment: string;
  decision: Decision;
  batchLabel: string | null;
  isDisabled: boolean;
}): ReactNode {
  const [, navigate] = useLocation();
  const { add, has } = useBatch();
  const isInBatch = batchLabel !== null && has(shipment);
  return (
    <div className="sign-bar" ref={ref}>
      <button type="submit" className="primary large" disabled={isDisabled}>
        {texts.receipt.sign[decision]}
      </button>
      {batchLabel !== null && !isInBatch && (
        <button
          type="button"
          className="large"
          onClick={() => {
            add({ shipment, label: batchLabel });
            navigate('/receive');
          }}
        >
          {texts.receipt.addToBatch}
        </button>
      )}
      <p className="quiet">{isInBatch ? texts.receipt.inBatch : texts.receipt.signHint}</p>
    </div>
  );
}
