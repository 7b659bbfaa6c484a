import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import { useDraft } from '../session/draft.ts';
import { problemsIn } from './draft-destination.ts';

/** The form of a dialog in which something is written, checked and saved. What is typed survives until it is saved or discarded. */
export type SavedForm<Draft> = {
  readonly typed: Draft;
  readonly change: (changed: Partial<Draft>) => void;
  /** Says what is wrong with a field, from the first attempt to save on; null where nothing is. */
  readonly problemOf: (field: string, label: string) => string | null;
  /** Saves what was typed, unless something is wrong with it. */
  readonly send: () => void;
  /** Closes the dialog; what was typed stays. */
  readonly close: () => void;
  /** Closes the dialog and discards what was typed. */
  readonly discard: () => void;
};

/** `draft` is the name under which what is typed is kept, `initially` what the form begins with. */
export function useSavedForm<Draft extends object, Body, Saved>({
  draft,
  initially,
  bodyOf,
  check,
  save,
  onSaved,
  onClose,
}: {
  readonly draft: string;
  readonly initially: Draft;
  readonly bodyOf: (typed: Draft) => Body;
  readonly check: (body: Body) => Parameters<typeof problemsIn>[0];
  readonly save: UseMutationResult<Saved>;
  readonly onSaved: (saved: Saved) => void;
  readonly onClose: () => void;
}): SavedForm<Draft> {
  const [typed, setTyped, clear] = useDraft(draft, initially);
  const [isAttempted, setAttempted] = useState(false);
  const body = bodyOf(typed);
  const problems = problemsIn(check(body));
  const close = (): void => {
    save.reset();
    onClose();
  };
  const discard = (): void => {
    clear();
    close();
  };
  return {
    typed,
    change: (changed) => setTyped({ ...typed, ...changed }),
    problemOf: (field, label) => {
      const message = isAttempted ? problems.get(field) : undefined;
      return message === undefined ? null : `${label} ${message}.`;
    },
    send: () => {
      setAttempted(true);
      if (problems.size > 0) return;
      save.mutate(body, {
        onSuccess: (saved) => {
          onSaved(saved);
          discard();
        },
      });
    },
    close,
    discard,
  };
}
