import { type FormEvent, type ReactNode, useId } from 'react';
import { oneLine } from '../format/one-line.ts';
import { pageTexts } from '../texts/shipment-page.ts';
import { texts } from '../texts.ts';
import { Dialog } from './dialog.tsx';

/**
 * A dialog in which a person says why they do something. `children` stand above the reason, `problem` below it. What is
 * still missing is said next to the button, which does nothing until then.
 */
export function ReasonDialog({
  title,
  label,
  hint,
  confirm,
  reason,
  onReason,
  isReasonNeeded = true,
  missing = null,
  isPending,
  problem,
  onSend,
  onClose,
  children,
}: {
  title: string;
  label: string;
  hint: ReactNode;
  confirm: string;
  reason: string;
  onReason: (reason: string) => void;
  isReasonNeeded?: boolean;
  /** What is missing besides the reason; null where nothing is. */
  missing?: string | null;
  isPending: boolean;
  problem: ReactNode;
  onSend: () => void;
  onClose: () => void;
  children?: ReactNode;
}): ReactNode {
  const described = useId();
  const lacking = missing ?? (isReasonNeeded && reason.trim() === '' ? pageTexts.run.noReason : null);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (lacking === null) onSend();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={send}>
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
        {problem}
        <DialogActions confirm={confirm} isPending={isPending} lacking={lacking} onClose={onClose} />
      </form>
    </Dialog>
  );
}

/** The buttons of a dialog, with what is missing before it can be sent. */
export function DialogActions({
  confirm,
  isPending,
  lacking,
  onClose,
}: {
  confirm: string;
  isPending: boolean;
  lacking: string | null;
  onClose: () => void;
}): ReactNode {
  const why = useId();
  return (
    <div className="actions">
      <span id={why} className="quiet lacking">
        {lacking}
      </span>
      <button type="button" onClick={onClose}>
        {texts.shipment.cancel}
      </button>
      <button
        type="submit"
        className="primary"
        disabled={isPending || lacking !== null}
        aria-describedby={why}
      >
        {confirm}
      </button>
    </div>
  );
}
