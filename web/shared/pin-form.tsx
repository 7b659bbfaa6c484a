import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Answer } from '../api/answer.ts';
import { callOpen } from '../api/client.ts';
import { asSentence } from '../format/as-sentence.ts';
import { nameDocument } from '../parts/document-title.ts';
import { sharedTexts as word } from '../texts/shared.ts';

/** Asks for the PIN of a link. What was typed stays when it is refused. */
export function PinForm({
  token,
  note,
  onOpened,
}: {
  token: string;
  /** Why it is asked again; null at first. */
  note: string | null;
  onOpened: (opened: Answer<'openShared'>) => void;
}): ReactNode {
  const [pin, setPin] = useState('');
  const hint = useId();
  const field = useRef<HTMLInputElement>(null);
  const opening = useMutation({
    mutationFn: (given: string) => callOpen('openShared', { body: { token, pin: given } }),
    onSuccess: onOpened,
    onError: () => field.current?.select(),
  });
  useEffect(() => nameDocument(word.title), []);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    opening.mutate(pin);
  };
  return (
    <form onSubmit={send} className="pin-form">
      <h1>{word.title}</h1>
      {note !== null && opening.isIdle && <p role="status">{note}</p>}
      <div>
        <label className="field">
          <span>{word.pin}</span>
          <input
            ref={field}
            value={pin}
            inputMode="numeric"
            autoComplete="off"
            maxLength={12}
            aria-describedby={hint}
            onChange={({ target }) => setPin(target.value.replaceAll(/\D/g, '').slice(0, 6))}
          />
        </label>
        <span id={hint} className="quiet">
          {word.pinHint}
        </span>
      </div>
      {opening.error !== null && (
        <p role="alert" className="problem">
          {asSentence(opening.error.message)}
        </p>
      )}
      <button type="submit" className="primary large" disabled={pin.length < 6 || opening.isPending}>
        {opening.isPending ? word.opening : word.open}
      </button>
    </form>
  );
}
