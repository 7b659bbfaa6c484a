import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId } from 'react';
import type { AttachedFile } from '../../src/model/attached-file.ts';
import { call } from '../api/client.ts';
import { oneLine } from '../format/one-line.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Problem } from '../parts/problem.tsx';
import { useDraft } from '../session/draft.ts';
import { texts } from '../texts.ts';
import { filesKey } from './attached-files.ts';

const { files: word } = texts;

/** Sets a file aside, with a reason: it stays on record, and none of its readings are judged. */
export function SetAside({
  shipment,
  file: { name, sha256 },
  onClose,
}: {
  shipment: string;
  file: AttachedFile;
  onClose: () => void;
}): ReactNode {
  const queries = useQueryClient();
  const [reason, setReason, clear] = useDraft(`set aside ${shipment} ${sha256}`, '');
  const hint = useId();
  const setAside = useMutation({
    mutationFn: () => call('setFileAside', { path: { shipment, sha256 }, body: { reason: reason.trim() } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: filesKey(shipment) });
      clear();
      onClose();
    },
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setAside.mutate();
  };
  return (
    <Dialog title={word.setAsideOf(name)} onClose={onClose}>
      <form onSubmit={send}>
        <label className="field">
          <span>{word.setAsideWhy}</span>
          <textarea
            rows={3}
            required
            maxLength={1000}
            value={reason}
            aria-describedby={hint}
            onChange={({ target }) => setReason(oneLine(target.value))}
          />
        </label>
        <p id={hint} className="quiet">
          {word.setAsideHint}
        </p>
        {setAside.error !== null && <Problem error={setAside.error} />}
        <div className="actions">
          <button type="button" onClick={onClose}>
            {word.cancel}
          </button>
          <button type="submit" className="primary" disabled={setAside.isPending || reason.trim() === ''}>
            {word.setAside}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
