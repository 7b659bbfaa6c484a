import { type ReactNode, useId } from 'react';
import { oneLine } from '../format/one-line.ts';
import { pageTexts } from '../texts/shipment-page.ts';
import { StepDialog } from './step-dialog.tsx';

/** A dialog in which a person says why they do something. `children` stand above the reason, `problem` below it. */
export function ReasonDialog({
  label,
  hint,
  reason,
  onReason,
  isReasonNeeded = true,
  missing = null,
  children,
  ...step
}: {
  label: string;
  hint: ReactNode;
  reason: string;
  onReason: (reason: string) => void;
  isReasonNeeded?: boolean;
  /** What is missing besides the reason; null where nothing is. */
  missing?: string | null;
  children?: ReactNode;
} & Omit<Parameters<typeof StepDialog>[0], 'lacking' | 'children'>): ReactNode {
  const described = useId();
  const lacking = missing ?? (isReasonNeeded && reason.trim() === '' ? pageTexts.run.noReason : null);
  return (
    <StepDialog {...step} lacking={lacking}>
      {children}
      <label className="field">
        <span>{label}</span>
        <textarea
          rows={3}
          required={isReasonNeeded}
          maxLength={1000}
          value={reason}
          aria-describedby={described}
          onChange={({ target }) => onReason(oneLine(target.value))}
        />
      </label>
      <div id={described}>{hint}</div>
    </StepDialog>
  );
}
