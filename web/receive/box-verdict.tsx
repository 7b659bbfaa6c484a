import { type ReactNode, useMemo, useRef } from 'react';
import { useApi } from '../api/use-api.ts';
import { Recommendation } from '../parts/recommendation.tsx';
import type { BoardItem } from '../parts/shipment-state.ts';
import { UsedBar, nearnessOf } from '../parts/used-bar.tsx';
import { useSeen } from '../parts/use-seen.ts';
import { rulesInWords } from '../profiles/profile-in-words.tsx';
import { useProfileVersions } from '../profiles/profile-versions.ts';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { worstRule } from './worst-rule.ts';

const word = texts.receive;

/**
 * What is recommended for a waiting box, and the rule that comes closest to its limit as a bar. It is asked for once the
 * box is on the screen.
 */
export function BoxVerdict({ item }: { item: BoardItem }): ReactNode {
  const { shipment, profile } = item;
  const own = useRef<HTMLDivElement>(null);
  const isSeen = useSeen(own);
  const verdict = useApi('getVerdict', { path: { shipment } }, { enabled: isSeen, staleTime: 60_000 });
  return (
    <div ref={own} className="box-verdict">
      {verdict.data !== undefined ? (
        <>
          <Recommendation of={verdict.data.recommendation} />
          <WorstRuleBar verdict={verdict.data} profile={profile} />
        </>
      ) : (
        <span className="quiet">{verdict.error === null ? texts.loading : word.noVerdict}</span>
      )}
    </div>
  );
}

function WorstRuleBar({
  verdict,
  profile,
}: {
  verdict: Parameters<typeof worstRule>[0];
  profile: BoardItem['profile'];
}): ReactNode {
  const formats = useFormats();
  const profiles = useProfileVersions([profile]);
  const inWords = useMemo(() => rulesInWords(profiles, formats), [profiles, formats]);
  const worst = worstRule(verdict);
  if (worst === null) return null;
  const { id, hasFailed, used } = worst;
  const rule = inWords.get(id) ?? id;
  return (
    <div className="worst-rule">
      <span>{hasFailed ? word.ruleFailed(rule) : word.ruleUsed(formats.percent(used), rule)}</span>
      <UsedBar nearness={hasFailed ? 'broken' : nearnessOf(used)} share={Math.min(1, used)} />
    </div>
  );
}
