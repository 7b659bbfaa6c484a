import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { proposalOf } from '../../src/model/proposed-decision.ts';
import { useWhyNotYet } from '../files/use-why-not-yet.ts';
import { StepProblem } from '../parts/step-problem.tsx';
import { useDraft } from '../session/draft.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import { DecisionChoice, ReasonField } from './decision-fields.tsx';
import { type Decision, type Receipt, readinessOf } from './decision-readiness.ts';
import { Lots } from './lots.tsx';
import { LotsByProduct } from './lots-by-product.tsx';
import { Changed, goAndSign, stateShown } from './pending.ts';
import { SignBar } from './sign-bar.tsx';
import { YouSign } from './you-sign.tsx';
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
  const [isOther, setOther] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { reason, lots } = draft;
  const state = stateShown(receipt);
  const seen = `entry ${receipt.sequence}: ${state}`;
  // A choice based on a different record does not count for this one.
  const hasChanged = draft.decision !== null && draft.seen !== seen;
  const decision = hasChanged ? null : draft.decision;
  const proposal = proposalOf(receipt);
  const whyNotYet = useWhyNotYet(shipment);
  const form = useFocusOnChoice(decision);
  const change = (part: Partial<Draft>): void => {
    setError(null);
    setDraft({ ...draft, decision, ...part, seen });
  };
  const readiness = readinessOf(receipt, { decision, reason, lots, label, corrects });
  const { needsReason, isCalibrationMissing, lacks, batchLabel } = readiness;
  const sign = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (decision === null || lacks !== null || whyNotYet !== null) return;
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
    <form
      ref={form}
      className={`decide card ${decision === null && !isOther ? 'unchosen' : ''}`}
      onSubmit={(event) => void sign(event)}
    >
      <h2 tabIndex={-1}>{receiptTexts.decide}</h2>
      {corrects !== null && shown.decision !== null && (
        <p className="warn">{receiptTexts.correcting(moment(shown.decision.signedAt))}</p>
      )}
      {error instanceof Changed || hasChanged ? (
        <p role="alert" className="warn">
          {texts.receive.changed}
        </p>
      ) : (
        error !== null && <StepProblem error={error} />
      )}
      {decision === null && reason !== '' && <p className="quiet">{receiptTexts.kept(reason)}</p>}
      {decision === null ? (
        <DecisionChoice
          lots={shown.lots}
          proposed={proposal.decision}
          isOther={isOther}
          onOther={() => setOther(!isOther)}
          onChoose={(each) =>
            change({
              decision: each,
              ...(each === 'partly-released' && lots.length === 0 && { lots: proposal.lots }),
            })
          }
        />
      ) : (
        <>
          {decision === 'partly-released' && receipt.products !== undefined && (
            <LotsByProduct
              products={receipt.products}
              chosen={lots}
              onChange={(own) => change({ lots: own })}
            />
          )}
          {decision === 'partly-released' && receipt.products === undefined && (
            <Lots known={shown.lots} chosen={lots} onChange={(own) => change({ lots: own })} />
          )}
          <YouSign
            shipment={shipment}
            goods={shown.goods}
            lots={shown.lots}
            products={shown.products}
            released={lots}
            decision={decision}
            corrects={corrects}
          />
          <ReasonField
            reason={reason}
            needed={needsReason}
            calibrationMissing={isCalibrationMissing ? receipt.calibrationMissing : []}
            onChange={(written) => change({ reason: written })}
          />
        </>
      )}
      {whyNotYet !== null && (
        <p role="status" className="warn">
          {whyNotYet}
        </p>
      )}
      {decision !== null && (
        <SignBar
          shipment={shipment}
          decision={decision}
          batchLabel={whyNotYet === null ? batchLabel : null}
          lacks={whyNotYet === null && lacks !== null ? receiptTexts.lacks[lacks] : null}
          isDisabled={isBusy || lacks !== null || whyNotYet !== null}
          onCancel={() => change({ decision: null })}
        />
      )}
    </form>
  );
}

/** Moves the focus to what replaces the button that was pressed: what is signed, or the choice where that is undone. */
function useFocusOnChoice(decision: Decision | null) {
  const form = useRef<HTMLFormElement>(null);
  const before = useRef(decision);
  useEffect(() => {
    if (before.current === decision) return;
    before.current = decision;
    const heading = decision === null ? 'h2' : '.you-sign h2';
    form.current?.querySelector<HTMLElement>(heading)?.focus();
  }, [decision]);
  return form;
}
