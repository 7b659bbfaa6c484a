import { type ReactNode, useState } from 'react';
import { dialogOnDemand } from '../parts/on-demand.tsx';
import type { Seen } from '../parts/use-actions.ts';
import { usePermitted } from '../session/use-permitted.ts';
import { texts } from '../texts.ts';
import { type AlarmProducts, withProducts } from './alarm-in-words.ts';

const AcknowledgeDialog = dialogOnDemand(() => import('./acknowledge-dialog.tsx'));

/** The button to acknowledge one alarm, with its dialog; nothing where that is done, or the person may not do it. */
export function AcknowledgeButton({
  of,
  alarm,
  words,
}: {
  of: Seen & { readonly site: string };
  alarm: AlarmProducts & { readonly rule: string; readonly acknowledgedAt: string | null };
  /** What happened. */
  words: string;
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const mayAcknowledge = usePermitted(of.site)('acknowledge-alarm');
  if (alarm.acknowledgedAt !== null || !mayAcknowledge) return null;
  return (
    <>
      <button
        type="button"
        className="primary"
        aria-label={texts.alarm.acknowledgeOf(of.shipment)}
        onClick={() => setOpen(true)}
      >
        {texts.alarm.acknowledge}
      </button>
      {isOpen && (
        <AcknowledgeDialog
          seen={of}
          alarms={[{ rule: alarm.rule, words: withProducts(words, alarm) }]}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
