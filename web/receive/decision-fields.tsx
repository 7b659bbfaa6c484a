import { type ReactNode, useId } from 'react';
import { oneLine } from '../format/one-line.ts';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import type { Decision, ReasonNeeded } from './decision-readiness.ts';

/** What can be chosen: one decision for all goods, or one for each lot. */
export type Choice = Exclude<Decision, 'partly-released'> | 'by-lot';
const choices: readonly Choice[] = ['released', 'by-lot', 'quarantined', 'rejected'];
const named = { ...texts.decisions, 'by-lot': receiptTexts.byLot } as const;

/** The ways to decide: the recommended one at hand, the others behind "Other…". On a phone they are under the thumb. */
export function DecisionChoice({
  canDecideByLot,
  proposed,
  isOther,
  onOther,
  onChoose,
}: {
  /** Whether lots can have different fates: not where there is one alone. */
  canDecideByLot: boolean;
  /** The choice that is recommended. */
  proposed: Choice;
  /** Whether the other decisions are shown. */
  isOther: boolean;
  onOther: () => void;
  onChoose: (choice: Choice) => void;
}): ReactNode {
  const others = useId();
  return (
    <>
      {isOther && (
        <div id={others} ref={intoView} className="decisions" role="group" aria-label={receiptTexts.other}>
          {choices
            .filter((each) => each !== proposed && (each !== 'by-lot' || canDecideByLot))
            .map((each) => (
              <button key={each} type="button" className="large" onClick={() => onChoose(each)}>
                {named[each]}
              </button>
            ))}
          <a className="button large" href="#logger-files">
            {receiptTexts.loggerFile}
          </a>
        </div>
      )}
      <div className="decision-bar">
        <button type="button" className="primary large" onClick={() => onChoose(proposed)}>
          {named[proposed]}
        </button>
        <button
          type="button"
          className="large"
          aria-expanded={isOther}
          aria-controls={isOther ? others : undefined}
          onClick={onOther}
        >
          {receiptTexts.other}
        </button>
      </div>
    </>
  );
}

/** On a phone the button is under the thumb, wherever the page stands; what it opens may be far below. */
function intoView(opened: HTMLElement | null): void {
  opened?.scrollIntoView({ block: 'nearest' });
}

/** The reason for a decision, with what has to be given a reason for. */
export function ReasonField({
  reason,
  needed,
  calibrationMissing,
  onChange,
}: {
  reason: string;
  /** Why a reason is required; null where it is not. */
  needed: ReasonNeeded | null;
  /** The sensors without a valid calibration, where the decision releases nevertheless. */
  calibrationMissing: readonly string[];
  onChange: (reason: string) => void;
}): ReactNode {
  const hint = useId();
  return (
    <>
      <label className="field">
        <span>{needed === null ? receiptTexts.reasonOptional : receiptTexts.reasonNeeded}</span>
        <textarea
          rows={2}
          maxLength={1000}
          required={needed !== null}
          aria-describedby={hint}
          value={reason}
          onChange={(event) => onChange(oneLine(event.target.value))}
        />
      </label>
      {calibrationMissing.length > 0 && (
        <p className="warn">{receiptTexts.calibrationMissing(calibrationMissing.join(', '))}</p>
      )}
      <p id={hint} className="quiet">
        {needed !== null && needed !== 'calibration' && `${receiptTexts.reasonWhy[needed]} `}
        {receiptTexts.reasonHint}
      </p>
    </>
  );
}
