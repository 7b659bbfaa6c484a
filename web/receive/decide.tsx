import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { StepProblem } from '../parts/step-problem.tsx';
import { useDraft } from '../session/draft.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePerson } from '../session/session.tsx';
import { texts } from '../texts.ts';
import { Lots } from './lots.tsx';
import { Changed, type DecisionAsked, goAndSign, looksLike } from './pending.ts';
import { useBatch } from './batch-signing.ts';
import { oneLine } from '../format/one-line.ts';
import type { Shown } from '../shipment/shown.ts';
import type { Answer } from '../api/answer.ts';

type Decision = DecisionAsked['decision'];
type Receipt = Answer<'getReceipt'>;

const decisions: readonly Decision[] = ['released', 'partly-released', 'quarantined', 'rejected'];
const recommended = { release: 'released', quarantine: 'quarantined', reject: 'rejected' } as const;

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
  const [, navigate] = useLocation();
  const { username } = usePerson();
  const { moment } = useFormats();
  const { add, has } = useBatch();
  const [draft, setDraft] = useDraft<Draft>(`decide ${shipment}`, nothing);
  const [error, setError] = useState<Error | null>(null);
  const [isBusy, setBusy] = useState(false);
  const hint = useId();
  const { reason, lots } = draft;
  const looks = looksLike(receipt);
  const seen = `entry ${receipt.sequence}: ${looks}`;
  // A choice based on a different record does not count for this one.
  const hasChanged = draft.decision !== null && draft.seen !== seen;
  const decision = hasChanged ? null : draft.decision;
  const bar = useRef<HTMLDivElement>(null);
  const change = (part: Partial<Draft>): void => {
    setError(null);
    setDraft({ ...draft, decision, ...part, seen });
  };
  const isIncomplete = receipt.checks.some(
    ({ id, outcome }) => id === 'record-complete' && outcome === 'fail',
  );
  const isAsRecommended = decision === recommended[receipt.recommendation];
  const isCalibrationMissing = decision === 'released' && receipt.calibrationMissing.length > 0;
  const needsReason =
    decision !== null && (!isAsRecommended || isIncomplete || corrects !== null || isCalibrationMissing);
  const hasLots = decision !== 'partly-released' || lots.length > 0;
  const isReady = decision !== null && (!needsReason || reason.trim() !== '') && hasLots;
  const isClean =
    receipt.recommendation === 'release' &&
    label !== null &&
    corrects === null &&
    decision === 'released' &&
    !isCalibrationMissing;
  const sign = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isReady) return;
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
        new Map([[shipment, looks]]),
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
        <div className="decisions">
          {decisions
            .filter((each) => each !== 'partly-released' || shown.lots.length !== 1)
            .map((each) => (
              <label key={each} className={`decision ${each}`}>
                <input
                  type="radio"
                  name="decision"
                  checked={decision === each}
                  onChange={() => {
                    change({ decision: each });
                    requestAnimationFrame(() => bar.current?.scrollIntoView({ block: 'nearest' }));
                  }}
                />
                <span>
                  <b>{texts.decisions[each]}</b>
                  {each === recommended[receipt.recommendation] && (
                    <span className="quiet block">{texts.receipt.recommended}</span>
                  )}
                </span>
              </label>
            ))}
        </div>
      </fieldset>
      {decision === 'partly-released' && (
        <Lots known={shown.lots} chosen={lots} onChange={(own) => change({ lots: own })} />
      )}
      {(decision !== null || reason !== '') && (
        <>
          <label className="field">
            <span>{needsReason ? texts.receipt.reasonNeeded : texts.receipt.reasonOptional}</span>
            <textarea
              rows={2}
              maxLength={1000}
              required={needsReason}
              aria-describedby={hint}
              value={reason}
              onChange={(event) => change({ reason: oneLine(event.target.value) })}
            />
          </label>
          {isCalibrationMissing && (
            <p className="warn">{texts.receipt.calibrationMissing(receipt.calibrationMissing.join(', '))}</p>
          )}
          <p id={hint} className="quiet">
            {texts.receipt.reasonHint}
          </p>
        </>
      )}
      {error instanceof Changed || hasChanged ? (
        <p role="alert" className="warn">
          {texts.receipt.changed}
        </p>
      ) : (
        error !== null && <StepProblem error={error} />
      )}
      {decision !== null && (
        <div className="sign-bar" ref={bar}>
          <button type="submit" className="primary large" disabled={isBusy || !isReady}>
            {texts.receipt.sign[decision]}
          </button>
          {isClean && !has(shipment) && (
            <button
              type="button"
              className="large"
              onClick={() => {
                add({ shipment, label });
                navigate('/receive');
              }}
            >
              {texts.receipt.addToBatch}
            </button>
          )}
          <p className="quiet">{isClean && has(shipment) ? texts.receipt.inBatch : texts.receipt.signHint}</p>
        </div>
      )}
    </form>
  );
}
