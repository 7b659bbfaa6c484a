import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { call } from '../api/client.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Problem } from '../parts/problem.tsx';
import { texts } from '../texts.ts';

const word = texts.views;
/** The API keeps no more views of a person. */
const most = 50;

/** Saves a selection under a name. */
export default function SaveViewDialog({
  query,
  names,
  onSaved,
  onClose,
}: {
  query: string;
  /** The names of the views there are. */
  names: readonly string[];
  onSaved: () => void;
  onClose: () => void;
}): ReactNode {
  const [name, setName] = useState('');
  const hint = useId();
  const saving = useMutation<unknown, Error, string>({
    mutationFn: (given) => call('saveView', { body: { name: given, query } }),
    onSuccess: () => {
      onSaved();
      onClose();
    },
  });
  const given = name.trim();
  const isFull = names.length >= most && !names.includes(given);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    saving.mutate(given);
  };
  return (
    <Dialog title={word.title} onClose={onClose}>
      <form onSubmit={save}>
        <label className="field">
          <span>{word.name}</span>
          <input
            value={name}
            required
            maxLength={80}
            aria-describedby={hint}
            onChange={({ target }) => setName(target.value)}
          />
        </label>
        <p id={hint} className="quiet">
          {isFull ? word.atMost(most) : word.hint}
        </p>
        {saving.error !== null && <Problem error={saving.error} />}
        <div className="actions">
          <button type="button" onClick={onClose}>
            {word.cancel}
          </button>
          <button type="submit" className="primary" disabled={saving.isPending || given === '' || isFull}>
            {word.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
