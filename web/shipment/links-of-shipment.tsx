import type { ReactNode } from 'react';
import type { Answer } from '../api/answer.ts';
import { useApi } from '../api/use-api.ts';
import { Loaded } from '../parts/problem.tsx';
import { useFormats } from '../session/preferences.tsx';
import { sharingTexts } from '../texts/sharing.ts';

const word = sharingTexts.list;
type Link = Answer<'listLinks'>['items'][number];

/** The links of a shipment, the newest first: for whom, what they permit, until when, and how often each was opened. */
export function LinksOfShipment({
  shipment,
  onRevoke,
}: {
  shipment: string;
  onRevoke: (link: Link) => void;
}): ReactNode {
  const links = useApi('listLinks', { path: { shipment } });
  return (
    <section className="links">
      <h3>{word.title}</h3>
      <Loaded of={links}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="quiet">{word.none}</p>
          ) : (
            <ul>
              {items.toReversed().map((link) => (
                <LinkRow key={link.link} link={link} onRevoke={() => onRevoke(link)} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

function LinkRow({ link, onRevoke }: { link: Link; onRevoke: () => void }): ReactNode {
  const { purpose, permits, endsAt, state, createdBy, createdAt, openedAt, revoked } = link;
  const { moment } = useFormats();
  const last = openedAt.at(-1);
  return (
    <li className={state}>
      <div>
        <strong>{purpose}</strong>
        <span className="block">
          {word.states[state]}
          {state === 'in-force' && ` ${sharingTexts.dialog.until(moment(endsAt))}`}
          {state === 'ended' && `, ${moment(endsAt)}`}
          {revoked !== null && ` ${word.revokedBy(revoked.by, moment(revoked.at), revoked.why)}`}
        </span>
        <span className="quiet block">
          {sharingTexts.dialog.permitted[permits]};{' '}
          {word.opened(openedAt.length, last === undefined ? null : moment(last))};{' '}
          {word.by(createdBy, moment(createdAt))}
        </span>
      </div>
      {state === 'in-force' && (
        <button type="button" aria-label={word.revokeOf(purpose)} onClick={onRevoke}>
          {word.revoke}
        </button>
      )}
    </li>
  );
}
