import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { Problem } from '../parts/problem.tsx';
import { alertTexts as word } from '../texts/alerts.ts';

/** Asks once before messages to somebody end; `id` names what is removed. */
export function RemoveDialog({
  title,
  hint,
  id,
  remove,
  onClose,
}: {
  title: string;
  hint: string;
  id: string;
  remove: UseMutationResult<unknown, Error, string>;
  onClose: () => void;
}): ReactNode {
  const close = (): void => {
    remove.reset();
    onClose();
  };
  return (
    <Dialog title={title} onClose={close}>
      <p>{hint}</p>
      {remove.error !== null && <Problem error={remove.error} />}
      <div className="actions">
        <button type="button" onClick={close}>
          {word.cancel}
        </button>
        <button
          type="button"
          className="primary"
          disabled={remove.isPending}
          onClick={() => remove.mutate(id, { onSuccess: onClose })}
        >
          {word.remove}
        </button>
      </div>
    </Dialog>
  );
}
