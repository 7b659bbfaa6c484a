import type { FormEvent, ReactNode } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { Problem } from '../parts/problem.tsx';
import { alertTexts as word } from '../texts/alerts.ts';

/** A dialog in which settings are written and saved. [Cancel] discards what was typed, Escape only closes. */
export function SaveDialog({
  title,
  isPending,
  error,
  onSave,
  onCancel,
  onClose,
  children,
}: {
  title: string;
  isPending: boolean;
  error: Error | null;
  onSave: () => void;
  onCancel: () => void;
  onClose: () => void;
  children: ReactNode;
}): ReactNode {
  const send = (event: FormEvent): void => {
    event.preventDefault();
    onSave();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="plan-form" noValidate onSubmit={send}>
        {children}
        {error !== null && <Problem error={error} />}
        <div className="actions">
          <button type="button" onClick={onCancel}>
            {word.cancel}
          </button>
          <button type="submit" className="primary" disabled={isPending}>
            {isPending ? word.saving : word.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
