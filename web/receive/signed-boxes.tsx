import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { signedWithLots } from '../format/decided-in-words.ts';
import { Loaded } from '../parts/problem.tsx';
import { useFormats } from '../session/preferences.tsx';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import { findSigned } from './find-signed.ts';

const word = texts.receive;
/** Long enough that not every letter is asked about. */
const pauseMs = 300;

/** Signed receipts: the latest ones, or those that have the words of `find`. */
export function SignedBoxes({ find }: { find: string }): ReactNode {
  const { moment } = useFormats();
  const [asked, setAsked] = useState(find);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(find), pauseMs);
    return () => clearTimeout(timer);
  }, [find]);
  const signed = useQuery({ queryKey: ['signed', asked], queryFn: () => findSigned(asked) });
  return (
    <section>
      <h2>{word.signed}</h2>
      <Loaded of={signed}>
        {(items) =>
          items.length === 0 ? (
            <p className="empty">{asked === '' ? word.signedNone : word.noneFound(asked)}</p>
          ) : (
            <ul className="rows">
              {items.map(({ shipment, goods, lots, decision }) => (
                <li key={shipment} className="row box">
                  <Link href={`/shipments/${encodeURIComponent(shipment)}/receipt`}>
                    <span>
                      <b>{shipment}</b> {goods}
                      {lots.length > 0 && (
                        <span className="quiet block">
                          {texts.shipment.lots} {lots.join(', ')}
                        </span>
                      )}
                      <span className="quiet block">
                        {receiptTexts.signedBy(decision!.name, moment(decision!.signedAt))}
                      </span>
                    </span>
                    <span className={`state decided-${decision!.decision}`}>{signedWithLots(decision!)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}
