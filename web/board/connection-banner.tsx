import type { ReactNode } from 'react';
import { clockTime } from '../format/clock-time.ts';
import { useNow } from '../format/use-now.ts';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { useLive } from './live.tsx';

/** Says that the API does not respond, or refuses further requests; nothing while all is well. */
export function ConnectionBanner(): ReactNode {
  const { awaySince, refusedUntil } = useLive();
  if (refusedUntil !== null) return <Refused until={refusedUntil} />;
  return awaySince === null ? null : <Offline since={awaySince} />;
}

function Offline({ since }: { since: number }): ReactNode {
  const words = texts.problems.offline(clockTime(since, useNow(), useFormats()));
  return (
    <div role="alert" className="banner">
      {words}
    </div>
  );
}

function Refused({ until }: { until: number }): ReactNode {
  const seconds = Math.max(0, Math.ceil((until - useNow(1000)) / 1000));
  return (
    <div role="alert" className="banner">
      {/* A screen reader says it once, without the seconds that run down. */}
      <span className="visually-hidden">{texts.board.tooMany}</span>
      <span aria-hidden="true">{texts.board.tooManyUntil(seconds)}</span>
    </div>
  );
}
