import { useState } from 'react';
import { type Action, type Seen, useActions } from '../parts/use-actions.ts';

type Swap = {
  readonly old: string;
  /** What is declared of the old logger, and how the new one is attached, as the API takes them. */
  readonly declaration: Action['body'];
  readonly attachment: Action['body'];
};

/**
 * Swaps a logger for another: declares that the old one no longer counts, then attaches the new one. If the second half
 * fails, `isHalf` says so, and swapping again repeats only that half.
 */
export function useSwap(seen: Seen, then: () => void) {
  const [isHalf, setHalf] = useState(false);
  const swap = useActions<Swap>(
    seen,
    async (act, { old, declaration, attachment }) => {
      if (!isHalf) {
        await act('declareSensor', { path: { device: old }, body: declaration });
        setHalf(true);
      }
      await act('attachDevice', { body: attachment });
    },
    then,
  );
  return { swap, isHalf };
}
