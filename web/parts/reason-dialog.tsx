import { type FormEvent, type ReactNode, useId } from 'react';
import { oneLine } from '../format/one-line.ts';
import { texts } from '../texts.ts';
import { Dialog } from './dialog.tsx';

/** A dialog in which a person says why they do something. `children` stand above the reason, `problem` below it. */
export function ReasonDialog({
  title,
  label,
  hint,
  confirm,
  reason,
  onReason,
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
  isPending: boolean;
  problem: ReactNode;
  onSend: () => void;
  onClose: () => void;
  children?: ReactNode;
}): ReactNode {
  const described = useId();
  const send = (event: FormEvent): void => {
    event.preventDefault();
    onSend();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={send}>
        {children}
        <label className="field">
          <span>{label}</span>
          <textarea
            rows={3}
            required
            maxLength={1000}
            value={reason}
            aria-describedby={described}
            onChange={({ target }) => onReason(oneLine(target.value))}
          />
        </label>
        <div id={described}>{hint}</div>
        {problem}
        <div className="actions">
          <button type="button" onClick={onClose}>
            {texts.shipment.cancel}
          </button>
          <button type="submit" className="primary" disabled={isPending || reason.trim() === ''}>
            {confirm}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
