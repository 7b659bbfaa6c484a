import { type ReactNode, useId } from 'react';
import { oneLine } from '../format/one-line.ts';
import { texts } from '../texts.ts';
import { type Decision, type Receipt, recommended } from './decision-readiness.ts';

const decisions: readonly Decision[] = ['released', 'partly-released', 'quarantined', 'rejected'];

/** Selects a decision. A single lot cannot be released in part. */
export function DecisionChoice({
  lots,
  recommendation,
  decision,
  onChoose,
}: {
  lots: readonly string[];
  recommendation: Receipt['recommendation'];
  decision: Decision | null;
  onChoose: (decision: Decision) => void;
}): ReactNode {
  return (
    <div className="decisions">
      {decisions
        .filter((each) => each !== 'partly-released' || lots.length !== 1)
        .map((each) => (
          <label key={each} className={`decision ${each}`}>
            <input type="radio" name="decision" checked={decision === each} onChange={() => onChoose(each)} />
            <span>
              <b>{texts.decisions[each]}</b>
              {each === recommended[recommendation] && (
                <span className="quiet block">{texts.receipt.recommended}</span>
              )}
            </span>
          </label>
        ))}
    </div>
  );
}

/** The reason for a decision, with what has to be given a reason for. */
export function ReasonField({
  reason,
  isNeeded,
  calibrationMissing,
  onChange,
}: {
  reason: string;
  isNeeded: boolean;
  /** The sensors without a valid calibration, where the decision releases nevertheless. */
  calibrationMissing: readonly string[];
  onChange: (reason: string) => void;
}): ReactNode {
  const hint = useId();
  return (
    <>
      <label className="field">
        <span>{isNeeded ? texts.receipt.reasonNeeded : texts.receipt.reasonOptional}</span>
        <textarea
          rows={2}
          maxLength={1000}
          required={isNeeded}
          aria-describedby={hint}
          value={reason}
          onChange={(event) => onChange(oneLine(event.target.value))}
        />
      </label>
      {calibrationMissing.length > 0 && (
        <p className="warn">{texts.receipt.calibrationMissing(calibrationMissing.join(', '))}</p>
      )}
      <p id={hint} className="quiet">
        {texts.receipt.reasonHint}
      </p>
    </>
  );
}
