import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useNow } from '../format/use-now.ts';
import { Problem } from '../parts/problem.tsx';
import { useFormats } from '../session/preferences.tsx';
import { alertTexts as word } from '../texts/alerts.ts';
import { bodyOfSaved } from './draft-alert.ts';
import type { MyAlert, useMyAlerts } from './use-my-alerts.ts';
import { useTooSoon } from './use-too-soon.ts';

type Actions = Pick<ReturnType<typeof useMyAlerts>, 'confirm' | 'save'>;

/** Confirms an address by the code that was sent to it; a webhook confirms itself by its answer. */
export function ConfirmAlert({
  alert,
  isWaiting,
  confirm,
  save,
  onSaved,
}: Actions & {
  alert: MyAlert;
  isWaiting: boolean;
  onSaved: (saved: { address: string; secret: string | null }) => void;
}): ReactNode {
  const { address, channel, lastDelivery } = alert;
  const hint = useId();
  const isWebhook = channel === 'webhook';
  const isTooSoon = useTooSoon(lastDelivery);
  return (
    <>
      {isWebhook ? (
        isWaiting && <p role="status">{word.webhookAsked(address)}</p>
      ) : (
        <CodeForm alert={alert} isWaiting={isWaiting} confirm={confirm} />
      )}
      {!isWaiting && (
        <div className="again">
          <button
            type="button"
            disabled={isTooSoon || save.isPending}
            aria-describedby={isTooSoon ? hint : undefined}
            onClick={() => save.mutate(bodyOfSaved(alert), { onSuccess: onSaved })}
          >
            {isWebhook ? word.tryAgain : word.newCode}
          </button>
          {isTooSoon && (
            <span id={hint} className="quiet">
              {word.newCodeAt}
            </span>
          )}
        </div>
      )}
      {save.error !== null && <Problem error={save.error} />}
    </>
  );
}

function CodeForm({
  alert: { alert, address, codeEndsAt, lastDelivery },
  isWaiting,
  confirm,
}: Pick<Actions, 'confirm'> & { alert: MyAlert; isWaiting: boolean }): ReactNode {
  const { moment } = useFormats();
  const now = useNow(5000);
  const [code, setCode] = useState('');
  const said = useId();
  if (isWaiting) return <p role="status">{word.codeSending(address)}</p>;
  if (lastDelivery?.outcome === 'failed') return <p>{word.codeFailed(address)}</p>;
  if (codeEndsAt === null || Date.parse(codeEndsAt) <= now) return <p>{word.codeEnded}</p>;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    confirm.mutate({ alert, code });
  };
  return (
    <form className="confirm-code" onSubmit={send}>
      <p id={said}>
        {word.codeAsked(address)} {word.codeEnds(moment(codeEndsAt))}
      </p>
      <div className="field-row">
        <label className="field">
          <span>{word.code}</span>
          <input
            value={code}
            required
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            aria-describedby={said}
            onChange={({ target }) => setCode(target.value.replace(/\D/g, ''))}
          />
        </label>
        <button type="submit" className="primary" disabled={code.length < 6 || confirm.isPending}>
          {word.confirm}
        </button>
      </div>
      {confirm.error !== null && confirm.variables.alert === alert && <Problem error={confirm.error} />}
    </form>
  );
}
