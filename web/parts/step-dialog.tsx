import { type FormEvent, type ReactNode, useId } from 'react';
import { texts } from '../texts.ts';
import { Dialog } from './dialog.tsx';

/**
 * A dialog in which a person does one thing. `children` are its fields, `problem` stands below them. What is still missing
 * is said next to the button, which does nothing until then.
 */
export function StepDialog({
  title,
  confirm,
  dismiss = texts.shipment.cancel,
  lacking,
  isPending,
  problem,
  onSend,
  onClose,
  children,
}: {
  title: string;
  confirm: string;
  /** What the button says that closes it, where "Cancel" would be ambiguous. */
  dismiss?: string | undefined;
  /** What is missing before it can be sent; null where nothing is. */
  lacking: string | null;
  isPending: boolean;
  problem: ReactNode;
  onSend: () => void;
  onClose: () => void;
  children: ReactNode;
}): ReactNode {
  const why = useId();
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (lacking === null) onSend();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={send}>
        {children}
        {problem}
        <div className="actions">
          <span id={why} className="quiet lacking">
            {lacking}
          </span>
          <button type="button" onClick={onClose}>
            {dismiss}
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
      </form>
    </Dialog>
  );
}
