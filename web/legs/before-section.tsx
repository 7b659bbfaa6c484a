import type { UseQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Loaded } from '../parts/problem.tsx';
import type { Profile } from '../profiles/profile-versions.ts';
import type { Shown } from '../shipment/shown.ts';
import { legTexts } from '../texts/legs.ts';
import { goodsIn } from './goods-of.ts';
import { type Legs, hasBefore } from './legs.ts';
import { Onward } from './onward.tsx';
import { ProductBefore } from './product-before.tsx';

/** The part of an address that leads to the section. */
const anchor = 'before';

/** Where the goods of a shipment came from, and what they used of their allowances before. */
export default function BeforeSection({
  shown,
  legs,
  profiles,
}: {
  shown: Shown;
  legs: UseQueryResult<Legs>;
  profiles: readonly Profile[];
}): ReactNode {
  const heading = useId();
  const title = useFocusWhereAsked();
  const goods = goodsIn(shown);
  return (
    <section id={anchor} className="before" aria-labelledby={heading}>
      <h2 id={heading} ref={title} tabIndex={-1}>
        {legTexts.title}
      </h2>
      <p className="quiet">{legTexts.hint}</p>
      <Loaded of={legs}>
        {({ items, followedBy }) => (
          <>
            {items.filter(hasBefore).map((item) => {
              // A plan that changed a moment ago may have another list.
              const own = goods.find(({ id }) => id === item.product);
              return (
                own !== undefined && (
                  <ProductBefore
                    key={item.product}
                    shown={shown}
                    legs={item}
                    goods={own}
                    profiles={profiles}
                    isOnly={goods.length === 1}
                  />
                )
              );
            })}
            <Onward title={legTexts.onwardOfUnknown} followedBy={followedBy} />
          </>
        )}
      </Loaded>
    </section>
  );
}

/** Moves to the heading where the address asks for it: the browser does not, for what is loaded later. */
function useFocusWhereAsked() {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (window.location.hash !== `#${anchor}`) return;
    title.current?.focus({ preventScroll: true });
    title.current?.closest('section')?.scrollIntoView();
  }, []);
  return title;
}
