import { type ReactNode, useState } from 'react';
import { Problem } from '../parts/problem.tsx';
import { useFormats } from '../session/preferences.tsx';
import { alertTexts as word } from '../texts/alerts.ts';
import { deliveryInWords, wantedInWords } from './alert-in-words.ts';
import { ConfirmAlert } from './confirm-alert.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import type { MyAlert, useMyAlerts } from './use-my-alerts.ts';

/** One alert: where it goes, what it is about, whether it is confirmed, what became of its latest message. */
export function AlertItem({
  alert,
  isWaiting,
  onEdit,
  onSecret,
  alerts: { confirm, save, test, remove },
}: {
  alert: MyAlert;
  /** Whether a message to it is under way. */
  isWaiting: boolean;
  onEdit: () => void;
  onSecret: (saved: { address: string; secret: string | null }) => void;
  alerts: Pick<ReturnType<typeof useMyAlerts>, 'confirm' | 'save' | 'test' | 'remove'>;
}): ReactNode {
  const { address, channel, confirmedAt, lastDelivery } = alert;
  const formats = useFormats();
  const [isRemoving, setRemoving] = useState(false);
  const isConfirmed = confirmedAt !== null;
  const isTesting = isConfirmed && isWaiting;
  return (
    <li className="card alert-item">
      <h2>
        {word.channels[channel]}
        {channel === 'webhook' && `, ${word.forms[alert.form]}`}: <span className="address">{address}</span>
      </h2>
      <p className={isConfirmed ? 'confirmed' : 'not-confirmed'}>
        {isConfirmed ? word.confirmed : word.notConfirmed}
      </p>
      <p>{wantedInWords(alert)}</p>
      {!isConfirmed && (
        <ConfirmAlert alert={alert} isWaiting={isWaiting} confirm={confirm} save={save} onSaved={onSecret} />
      )}
      <div role="status">
        {isTesting ? (
          <p>{word.sending}</p>
        ) : (
          lastDelivery !== null && (
            <p className={lastDelivery.outcome === 'failed' ? 'warn' : 'quiet'}>
              {deliveryInWords(channel, lastDelivery, formats)}
            </p>
          )
        )}
      </div>
      {test.error !== null && test.variables === alert.alert && <Problem error={test.error} />}
      <div className="alert-actions">
        {isConfirmed && (
          <button
            type="button"
            disabled={isTesting || test.isPending}
            aria-label={word.of(word.test, address)}
            onClick={() => test.mutate(alert.alert)}
          >
            {word.test}
          </button>
        )}
        <button type="button" aria-label={word.of(word.change, address)} onClick={onEdit}>
          {word.change}
        </button>
        <button type="button" aria-label={word.of(word.remove, address)} onClick={() => setRemoving(true)}>
          {word.remove}
        </button>
      </div>
      {isRemoving && (
        <RemoveDialog
          title={word.removeTitle(address)}
          hint={word.removeHint}
          id={alert.alert}
          remove={remove}
          onClose={() => setRemoving(false)}
        />
      )}
    </li>
  );
}
