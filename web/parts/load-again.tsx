import { type ReactNode, useEffect, useEffectEvent } from 'react';
import { againMs, onceOnline } from '../api/again.ts';
import { reloadIfReplaced } from '../session/reload-if-replaced.ts';
import { texts } from '../texts.ts';

/**
 * Says that code could not be loaded, and tries again: as soon as the browser is online, at growing intervals, or when
 * somebody presses the button. Where a deployment has replaced the page, it is loaded anew.
 */
export function LoadAgain({ attempts, again }: { attempts: number; again: () => void }): ReactNode {
  const retry = useEffectEvent(again);
  useEffect(() => {
    void reloadIfReplaced();
    return onceOnline(againMs(attempts), () => retry());
  }, [attempts]);
  return (
    <div role="alert" className="problem">
      <p>{texts.problems.notLoaded}</p>
      <button type="button" onClick={again}>
        {texts.problems.again}
      </button>
    </div>
  );
}
