import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AttachedFile } from '../../src/model/attached-file.ts';
import { call } from '../api/client.ts';
import { Problem } from '../parts/problem.tsx';
import { ReasonDialog } from '../parts/reason-dialog.tsx';
import { useDraft } from '../session/draft.ts';
import { filesTexts } from '../texts/files.ts';
import { filesKey } from './attached-files.ts';

const { files: word } = filesTexts;

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
  const setAside = useMutation({
    mutationFn: () => call('setFileAside', { path: { shipment, sha256 }, body: { reason: reason.trim() } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: filesKey(shipment) });
      clear();
      onClose();
    },
  });
  return (
    <ReasonDialog
      title={word.setAsideOf(name)}
      label={word.setAsideWhy}
      hint={<p className="quiet">{word.setAsideHint}</p>}
      confirm={word.setAside}
      reason={reason}
      onReason={setReason}
      isPending={setAside.isPending}
      problem={setAside.error !== null && <Problem error={setAside.error} />}
      onSend={() => setAside.mutate()}
      onClose={onClose}
    />
  );
}
