import { type ReactNode, useState } from 'react';
import { deliveryInWords } from '../alerts/alert-in-words.ts';
import { useTooSoon } from '../alerts/use-too-soon.ts';
import { RemoveDialog } from '../alerts/remove-dialog.tsx';
import { useFormats } from '../session/preferences.tsx';
import { alertTexts } from '../texts/alerts.ts';
import { laneTexts as word } from '../texts/lanes.ts';
import { bodyOfSaved } from './draft-subscriber.ts';
import type { Subscriber, useLanes } from './use-lanes.ts';

/** One subscriber of a lane: where they are reached, what they are told, whether they have confirmed. */
export function SubscriberItem({
  subscriber,
  lanes: { save, remove },
  onEdit,
}: {
  subscriber: Subscriber;
  lanes: ReturnType<typeof useLanes>;
  onEdit: () => void;
}): ReactNode {
  const { channel, address, name, severity, quietHours, zone, cleanArrivals, addedBy } = subscriber;
  const { confirmedAt, lastDelivery } = subscriber;
  const formats = useFormats();
  const [isRemoving, setRemoving] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const isTooSoon = useTooSoon(lastDelivery);
  const who = name ?? address;
  const wanted = [
    alertTexts.severities[severity],
    ...(cleanArrivals ? [word.clean] : []),
    ...(quietHours === null ? [] : [alertTexts.quietFrom(quietHours.from, quietHours.to)]),
    zone,
    word.addedBy(addedBy),
  ].join(' · ');
  return (
    <li className="card alert-item">
      <h3>
        <span className="address">{who}</span>
      </h3>
      <p className={confirmedAt === null ? 'not-confirmed' : 'confirmed'}>
        {confirmedAt === null ? word.waiting : alertTexts.confirmed}
      </p>
      <p className="address">{`${alertTexts.channels[channel]}: ${address}`}</p>
      <p>{wanted}</p>
      {lastDelivery !== null && (
        <p className={lastDelivery.outcome === 'failed' ? 'warn' : 'quiet'}>
          {deliveryInWords(channel, lastDelivery, formats, word.question)}
        </p>
      )}
      {isAsked && <p role="status">{word.asked}</p>}
      <div className="alert-actions">
        {confirmedAt === null && (
          <button
            type="button"
            disabled={isTooSoon || save.isPending}
            title={isTooSoon ? word.onceAMinute : undefined}
            aria-label={alertTexts.of(word.askAgain, who)}
            onClick={() => save.mutate(bodyOfSaved(subscriber), { onSuccess: () => setAsked(true) })}
          >
            {word.askAgain}
          </button>
        )}
        <button type="button" aria-label={alertTexts.of(alertTexts.change, who)} onClick={onEdit}>
          {alertTexts.change}
        </button>
        <button
          type="button"
          aria-label={alertTexts.of(alertTexts.remove, who)}
          onClick={() => setRemoving(true)}
        >
          {alertTexts.remove}
        </button>
      </div>
      {isRemoving && (
        <RemoveDialog
          title={word.removeTitle(who)}
          hint={word.removeHint}
          id={subscriber.subscriber}
          remove={remove}
          onClose={() => setRemoving(false)}
        />
      )}
    </li>
  );
}
