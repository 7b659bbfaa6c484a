import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useRef } from 'react';
import { call } from '../api/client.ts';
import { Problem } from '../parts/problem.tsx';
import { ReasonDialog } from '../parts/reason-dialog.tsx';
import { useDraft } from '../session/draft.ts';
import { sharingTexts } from '../texts/sharing.ts';

const word = sharingTexts.list;

/** Asks why a link is revoked, and revokes it. It does not matter what else has happened to the shipment meanwhile. */
export function RevokeLink({
  shipment,
  link: { link, purpose },
  onClose,
}: {
  shipment: string;
  link: { readonly link: string; readonly purpose: string };
  onClose: () => void;
}): ReactNode {
  const queries = useQueryClient();
  const [reason, setReason, clear] = useDraft(`revoke ${shipment} ${link}`, '');
  // Another reason is another request.
  const keys = useRef(new Map<string, string>());
  const revoking = useMutation({
    mutationFn: (why: string) => {
      const key = keys.current.get(why) ?? crypto.randomUUID();
      keys.current.set(why, key);
      return call('revokeLink', { path: { shipment, link }, key, body: { reason: why } });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['shipment', shipment] });
      clear();
      onClose();
    },
  });
  return (
    <ReasonDialog
      title={word.revokeTitle(purpose)}
      label={word.reason}
      hint={<p className="quiet">{word.revokeHint}</p>}
      confirm={word.revokeNow}
      reason={reason}
      onReason={setReason}
      isPending={revoking.isPending}
      problem={revoking.error !== null && <Problem error={revoking.error} />}
      onSend={() => revoking.mutate(reason.trim())}
      onClose={onClose}
    />
  );
}
