import type { ReactNode } from 'react';
import { useNow } from '../format/use-now.ts';
import { Mark } from '../parts/mark.tsx';
import { isDecided, standOf } from '../parts/stand.ts';
import { texts } from '../texts.ts';
import type { Shown } from './shown.ts';

/** The state as the board would show it; of what is decided, the decision. */
export function Standing({ shown }: { shown: Shown }): ReactNode {
  const now = useNow();
  if (isDecided(shown))
    return <span className={`state decided-${shown.status}`}>{texts.statuses[shown.status]}</span>;
  const stand = standOf(shown, now);
  return (
    <span className={`state stand-${stand}`}>
      <Mark stand={stand} /> {texts.stands[stand]}
    </span>
  );
}
