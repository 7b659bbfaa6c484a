import { type ReactNode, useState } from 'react';
import { useFormats } from '../session/preferences.tsx';
import { RunDialog } from '../shipment/run-dialog.tsx';
import { texts } from '../texts.ts';
import { receiptTexts } from '../texts/receipt-page.ts';
import type { Shown } from '../shipment/shown.ts';

/** Shown for a box whose arrival nobody has declared yet; people with the permission are asked, and can declare it. */
export function Arrive({ shown, mayDeclare }: { shown: Shown; mayDeclare: boolean }): ReactNode {
  const [asked, setAsked] = useState<'now' | 'seen' | null>(null);
  const { moment } = useFormats();
  const seen = shown.inferredArrivedAt;
  return (
    <section className="card">
      <h2>{seen === null ? receiptTexts.arriveTitle : texts.shipment.seemsArrived(moment(seen))}</h2>
      <p>{seen === null ? receiptTexts.arriveHint : receiptTexts.confirmHint}</p>
      {mayDeclare && (
        <div className="toolbar">
          {seen !== null && (
            <button type="button" className="primary" onClick={() => setAsked('seen')}>
              {receiptTexts.confirm(moment(seen))}
            </button>
          )}
          <button type="button" className={seen === null ? 'primary' : ''} onClick={() => setAsked('now')}>
            {seen === null ? receiptTexts.arrive : receiptTexts.arriveAt}
          </button>
        </div>
      )}
      {asked !== null && (
        <RunDialog
          key={asked}
          shown={shown}
          action="arrive"
          isSeen={asked === 'seen'}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}
