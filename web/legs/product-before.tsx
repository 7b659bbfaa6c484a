import { type ReactNode, useState } from 'react';
import { asSentence } from '../format/as-sentence.ts';
import type { Profile } from '../profiles/profile-versions.ts';
import { useFormats } from '../session/preferences.tsx';
import { usePermitted } from '../session/use-permitted.ts';
import type { Shown } from '../shipment/shown.ts';
import { legTexts as word } from '../texts/legs.ts';
import { EnterOpening } from './enter-opening.tsx';
import { OpeningEntered, Readmissions } from './entered-before.tsx';
import type { Goods } from './goods-of.ts';
import type { ProductLegs } from './legs.ts';
import { limitsOf } from './limits-of.ts';
import { type EarlierGiven, NameEarlier } from './name-earlier.tsx';
import { ReadmitTime } from './readmit-time.tsx';
import { sumsOf } from './sums.ts';
import { UsedSums } from './used-sums.tsx';
import { Onward } from './onward.tsx';
import { Predecessors, Proposals } from './where-from.tsx';
import { WithdrawEarlier } from './withdraw-earlier.tsx';

type Asked =
  | { readonly kind: 'name'; readonly proposed: EarlierGiven | null }
  | { readonly kind: 'withdraw'; readonly leg: ProductLegs['predecessors'][number] }
  | { readonly kind: 'open' | 'readmit' };

/** What one product used before, where it came from, what is unknown of that, and what people can do about it. */
export function ProductBefore({
  shown,
  legs,
  goods,
  profiles,
  isOnly,
}: {
  shown: Shown;
  legs: ProductLegs;
  goods: Goods;
  profiles: readonly Profile[];
  /** Whether the shipment has no other product, so that this one needs no heading. */
  isOnly: boolean;
}): ReactNode {
  const [asked, setAsked] = useState<Asked | null>(null);
  const formats = useFormats();
  const mayDo = usePermitted(shown.site);
  const isOpen = shown.cancellation === null;
  const mayName = isOpen && mayDo('name-predecessor');
  const limits = limitsOf(legs, goods, profiles, formats);
  const hasLimits = limits.allowances.length > 0 || limits.hasCycles;
  const mayReadmit = isOpen && hasLimits && mayDo('readmit-time');
  const close = (): void => setAsked(null);
  const { predecessors, proposals, opening, readmissions, followedBy, unknown } = legs;
  const Title = isOnly ? 'h3' : 'h4';
  const common = { shown, goods, onClose: close };
  return (
    <div className="product-before">
      {!isOnly && <h3>{goods.name}</h3>}
      {hasLimits ? <UsedSums sums={sumsOf(legs.allowances)} /> : <p className="quiet">{word.noLimits}</p>}
      {unknown.length > 0 && (
        <div className="unknown-before">
          <Title>{word.unknown.title}</Title>
          <ul>
            {unknown.map((each) => (
              <li key={each}>{asSentence(each)}</li>
            ))}
          </ul>
          <p>{mayName ? word.unknown.todo : word.unknown.todoOfOthers(shown.site)}</p>
        </div>
      )}
      <Title>{word.from.title}</Title>
      <Predecessors
        predecessors={predecessors}
        onWithdraw={mayName ? (leg) => setAsked({ kind: 'withdraw', leg }) : null}
      />
      {proposals.length > 0 && (
        <>
          <Title>{word.proposals.title}</Title>
          <Proposals
            proposals={proposals}
            onName={
              mayName
                ? (shipment, { itsProduct, lots }) =>
                    setAsked({
                      kind: 'name',
                      proposed: { predecessor: shipment, itsProduct: itsProduct ?? '', lots },
                    })
                : null
            }
          />
        </>
      )}
      {opening !== null && (
        <>
          <Title>{word.opening.title}</Title>
          <OpeningEntered opening={opening} />
        </>
      )}
      {readmissions.length > 0 && (
        <>
          <Title>{word.readmitted.title}</Title>
          <Readmissions readmissions={readmissions} />
        </>
      )}
      <Onward title={word.onward} followedBy={followedBy} />
      {(mayName || mayReadmit) && (
        <div className="toolbar no-print" role="group" aria-label={word.actions.label(goods.name)}>
          {mayName && (
            <>
              <button type="button" onClick={() => setAsked({ kind: 'name', proposed: null })}>
                {word.actions.name}
              </button>
              <button type="button" onClick={() => setAsked({ kind: 'open' })}>
                {word.actions.open}
              </button>
            </>
          )}
          {mayReadmit && (
            <button type="button" onClick={() => setAsked({ kind: 'readmit' })}>
              {limits.allowances.length === 0 ? word.actions.readmitCycles : word.actions.readmit}
            </button>
          )}
        </div>
      )}
      {asked?.kind === 'name' && <NameEarlier {...common} proposed={asked.proposed} />}
      {asked?.kind === 'withdraw' && (
        <WithdrawEarlier shown={shown} product={goods.id} leg={asked.leg} onClose={close} />
      )}
      {asked?.kind === 'open' && (
        <EnterOpening
          {...common}
          limits={limits}
          canTakeBack={opening !== null && opening.kind !== 'unknown'}
        />
      )}
      {asked?.kind === 'readmit' && <ReadmitTime {...common} limits={limits} />}
    </div>
  );
}
