import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { againMs, onceOnline } from '../api/again.ts';
import { reloadIfReplaced } from '../session/reload-if-replaced.ts';
import { Page } from './page.tsx';
import { texts } from '../texts.ts';

/**
 * Says that code could not be loaded, and tries again: as soon as the browser is online, at growing intervals, or when
 * somebody presses the button. Where a deployment has replaced the page, it is loaded anew.
 */
export function LoadAgain({
  isPage,
  attempts,
  again,
  isByItself,
}: {
  /** Whether it stands for a whole page, or for a part of one. */
  isPage: boolean;
  attempts: number;
  again: () => void;
  /** Whether it tries again by itself; not where that means to load the page anew, around what somebody may be typing. */
  isByItself: boolean;
}): ReactNode {
  const retry = useEffectEvent(again);
  useEffect(() => {
    void reloadIfReplaced();
    return isByItself ? onceOnline(againMs(attempts), () => retry()) : undefined;
  }, [attempts, isByItself]);
  const problem = (
    <div role="alert" className="problem">
      <p>{texts.problems.notLoaded}</p>
      <button type="button" onClick={again}>
        {texts.problems.again}
      </button>
    </div>
  );
  return isPage ? <Page title={texts.problems.notLoadedTitle}>{problem}</Page> : problem;
}
