import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { type DecidedLots, decisionOfLots } from '../../src/model/lot-fates.ts';
import { proposalOf } from '../../src/model/proposed-decision.ts';
import { useWhyNotYet } from '../files/use-why-not-yet.ts';
import { StepProblem } from '../parts/step-problem.tsx';
import { useDraft } from '../session/draft.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import { type Choice, DecisionChoice, ReasonField } from './decision-fields.tsx';
import { type Receipt, readinessOf } from './decision-readiness.ts';
import { type ChosenLots, DecideByLot } from './decide-by-lot.tsx';
import { lotsToDecide, recommendedLots, signedLots } from './lots-to-decide.ts';
import { productsIn } from './products-in.ts';
import { Changed, goAndSign, stateShown } from './pending.ts';
import { SignBar } from './sign-bar.tsx';
import { YouSign } from './you-sign.tsx';
import type { Shown } from '../shipment/shown.ts';

type Draft = ChosenLots & {
  readonly choice: Choice | null;
  readonly reason: string;
  /** A summary of the record at the time of the choice. */
  readonly seen: string;
};
const nothing: Draft = { choice: null, reason: '', lots: [], rejected: [], seen: '' };

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
  const [stored, setDraft] = useDraft<Partial<Draft>>(`decide ${shipment}`, nothing);
  const draft = { ...nothing, ...stored };
  const [isOther, setOther] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { reason, lots, rejected } = draft;
  const state = stateShown(receipt);
  const seen = `entry ${receipt.sequence}: ${state}`;
  // A choice based on a different record does not count for this one.
  const hasChanged = draft.choice !== null && draft.seen !== seen;
  const choice = hasChanged ? null : draft.choice;
  const known = lotsToDecide(shown, receipt);
  const corrected = corrects === null ? null : shown.decision;
  const decided = choice === null ? null : decidedBy(choice, draft, shown);
  const whyNotYet = useWhyNotYet(shipment);
  const form = useFocusOnChoice(choice);
  const change = (part: Partial<Draft>): void => {
    setError(null);
    setDraft({ ...draft, choice, ...part, seen });
  };
  const choose = (each: Choice): void => {
    const isNew = draft.seen !== seen || (lots.length === 0 && rejected.length === 0);
    // A correction begins with what was signed: what nobody looks at again stays.
    const first = corrected === null ? recommendedLots(known) : signedLots(shown, corrected);
    change({ choice: each, ...(each === 'by-lot' && isNew && first) });
  };
  const readiness = readinessOf(receipt, { ...(decided ?? noDecision), reason, label, corrects });
  const { needsReason, isCalibrationMissing, lacks, batchLabel } = readiness;
  const sign = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (decided === null || lacks !== null || whyNotYet !== null) return;
    setBusy(true);
    setError(null);
    try {
      await goAndSign(
        [
          {
            shipment,
            basedOn: receipt.sequence,
            ...decided,
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
      className={`decide card ${decided === null && !isOther ? 'unchosen' : ''}`}
      onSubmit={(event) => void sign(event)}
    >
      <h2 tabIndex={-1}>{receiptTexts.decide}</h2>
      {corrected !== null && <p className="warn">{receiptTexts.correcting(moment(corrected.signedAt))}</p>}
      {error instanceof Changed || hasChanged ? (
        <p role="alert" className="warn">
          {texts.receive.changed}
        </p>
      ) : (
        error !== null && <StepProblem error={error} />
      )}
      {decided === null && reason !== '' && <p className="quiet">{receiptTexts.kept(reason)}</p>}
      {decided === null ? (
        <DecisionChoice
          canDecideByLot={known.filter(({ key }) => key !== null).length !== 1}
          proposed={proposedChoice(receipt, corrected)}
          isOther={isOther}
          onOther={() => setOther(!isOther)}
          onChoose={choose}
        />
      ) : (
        <>
          {choice === 'by-lot' && <DecideByLot known={known} chosen={{ lots, rejected }} onChange={change} />}
          <YouSign shown={shown} decided={decided} corrects={corrects} checks={receipt.checks} />
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
      {decided !== null && (
        <SignBar
          shipment={shipment}
          decided={decided}
          batchLabel={whyNotYet === null ? batchLabel : null}
          lacks={whyNotYet === null && lacks !== null ? receiptTexts.lacks[lacks] : null}
          isDisabled={isBusy || lacks !== null || whyNotYet !== null}
          onCancel={() => change({ choice: null })}
        />
      )}
    </form>
  );
}

const noDecision = { decision: null, lots: [] };

/** What a choice decides; by lot, that follows from the lots, and is a partial release until one is named. */
function decidedBy(choice: Choice, { lots, rejected }: ChosenLots, shown: Shown): DecidedLots {
  if (choice !== 'by-lot') return { decision: choice, lots: [] };
  const own = productsIn(shown);
  const [released, turnedDown] = [lots, rejected].map((each) =>
    each.map((lot) => lot.trim()).filter((lot) => lot !== ''),
  ) as [string[], string[]];
  const isTyping = own.every((each) => each.lots.length === 0) && own.length === 1;
  if (isTyping && released.length === 0 && turnedDown.length === 0)
    return { decision: 'partly-released', lots: [] };
  return decisionOfLots(own, { lots: released, rejected: turnedDown });
}

/**
 * The choice that is recommended: by lot where the recommendations of the lots differ. One that was signed by lot is
 * corrected by lot, because a decision for all of them would take back what was signed of the others.
 */
function proposedChoice(receipt: Receipt, corrected: DecidedLots | null): Choice {
  const choice = choiceOf(proposalOf(receipt));
  return corrected !== null && choiceOf(corrected) === 'by-lot' ? 'by-lot' : choice;
}

function choiceOf({ decision, lots, rejected = [] }: DecidedLots): Choice {
  return decision === 'partly-released' || lots.length > 0 || rejected.length > 0 ? 'by-lot' : decision;
}

/** Moves the focus to what replaces the button that was pressed: what is signed, or the choice where that is undone. */
function useFocusOnChoice(choice: Choice | null) {
  const form = useRef<HTMLFormElement>(null);
  const before = useRef(choice);
  useEffect(() => {
    if (before.current === choice) return;
    before.current = choice;
    const heading = choice === null ? 'h2' : '.you-sign h2';
    form.current?.querySelector<HTMLElement>(heading)?.focus();
  }, [choice]);
  return form;
}
