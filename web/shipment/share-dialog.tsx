import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useId, useRef, useState } from 'react';
import { type LinkPermits, linkPermits } from '../../src/model/enumerations.ts';
import type { Answer } from '../api/answer.ts';
import { call } from '../api/client.ts';
import { Problem } from '../parts/problem.tsx';
import { StepDialog } from '../parts/step-dialog.tsx';
import { useDraft } from '../session/draft.ts';
import { sharingTexts } from '../texts/sharing.ts';
import { LinkMade } from './link-made.tsx';
import { LinksOfShipment } from './links-of-shipment.tsx';
import { RevokeLink } from './revoke-link.tsx';
import type { Shown } from './shown.ts';

const word = sharingTexts.dialog;
const dayMs = 86_400_000;
const daysOffered = [1, 3, 7, 14, 30];

type Draft = { readonly purpose: string; readonly permits: LinkPermits; readonly days: number };
type Link = Answer<'listLinks'>['items'][number];

/** Makes a link to the shipment for somebody outside, and shows the links that there are, each with [Revoke]. */
export function ShareDialog({ shown, onClose }: { shown: Shown; onClose: () => void }): ReactNode {
  const { shipment } = shown;
  const [hintId, purposeId] = [useId(), useId()];
  const queries = useQueryClient();
  const [draft, setDraft, clear] = useDraft<Draft>(`share ${shipment}`, {
    purpose: '',
    permits: 'look',
    days: 3,
  });
  const [revoked, setRevoked] = useState<Link | null>(null);
  // The same input sent again after a failure is the same link.
  const keys = useRef(new Map<string, string>());
  const making = useMutation({
    mutationFn: ({ purpose, permits, days }: Draft) => {
      const content = JSON.stringify([purpose, permits, days]);
      const key = keys.current.get(content) ?? `${Date.now()}.${crypto.randomUUID()}`;
      keys.current.set(content, key);
      const madeAt = Number(key.split('.')[0]);
      const endsAt = new Date(madeAt + days * dayMs).toISOString();
      return call('shareShipment', {
        path: { shipment },
        key,
        body: { purpose: purpose.trim(), permits, endsAt },
      });
    },
    onSuccess: () => {
      keys.current.clear();
      clear();
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['shipment', shipment] }),
  });
  if (making.data !== undefined)
    return <LinkMade made={making.data} onAnother={making.reset} onClose={onClose} />;
  if (revoked !== null)
    return <RevokeLink shipment={shipment} link={revoked} onClose={() => setRevoked(null)} />;
  const { purpose, permits, days } = draft;
  return (
    <StepDialog
      title={word.title(shipment)}
      confirm={making.isPending ? word.making : word.make}
      lacking={purpose.trim() === '' ? word.noPurpose : null}
      isPending={making.isPending}
      problem={making.error !== null && <Problem error={making.error} />}
      onSend={() => making.mutate(draft)}
      onClose={onClose}
    >
      <LinksOfShipment shipment={shipment} onRevoke={setRevoked} />
      <p id={hintId} className="quiet">
        {word.hint}
      </p>
      <div>
        <label className="field">
          <span>{word.purpose}</span>
          <input
            value={purpose}
            required
            maxLength={200}
            autoComplete="off"
            aria-describedby={purposeId}
            onChange={({ target }) => setDraft({ ...draft, purpose: target.value })}
          />
        </label>
        <span id={purposeId} className="quiet">
          {word.purposeHint}
        </span>
      </div>
      <fieldset className="choice" aria-describedby={hintId}>
        <legend>{word.permits}</legend>
        {linkPermits.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="permits"
              checked={permits === each}
              onChange={() => setDraft({ ...draft, permits: each })}
            />
            {word.permitted[each]}
          </label>
        ))}
      </fieldset>
      <label className="field">
        <span>{word.ends}</span>
        <select value={days} onChange={({ target }) => setDraft({ ...draft, days: Number(target.value) })}>
          {daysOffered.map((each) => (
            <option key={each} value={each}>
              {word.days(each)}
            </option>
          ))}
        </select>
      </label>
    </StepDialog>
  );
}
