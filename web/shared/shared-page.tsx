import { type ReactNode, useState } from 'react';
import { useHash } from '../parts/use-hash.ts';
import { sharedTexts as word } from '../texts/shared.ts';
import { texts } from '../texts.ts';
import { keepSession, keptSession } from './kept-session.ts';
import { PinForm } from './pin-form.tsx';
import { SharedShipment } from './shared-shipment.tsx';

/** What whoever holds a link sees: the question for its PIN, then its shipment. Nobody is signed in here. */
export default function SharedPage(): ReactNode {
  const token = useHash().replace(/^#/, '');
  return (
    <main id="content" className="shared">
      <p className="brand">{texts.product}</p>
      {/^[\w-]{22}$/.test(token) ? (
        <OfLink key={token} token={token} />
      ) : (
        <>
          <h1>{word.title}</h1>
          <p className="problem">{word.incomplete}</p>
        </>
      )}
    </main>
  );
}

function OfLink({ token }: { token: string }): ReactNode {
  const [opened, setOpened] = useState(() => keptSession(token));
  const [note, setNote] = useState<string | null>(null);
  if (opened === null)
    return (
      <PinForm
        token={token}
        note={note}
        onOpened={(session) => {
          const kept = { token, ...session };
          keepSession(kept);
          setOpened(kept);
        }}
      />
    );
  return (
    <SharedShipment
      session={opened.session}
      onEnded={() => {
        keepSession(null);
        setNote(word.over);
        setOpened(null);
      }}
    />
  );
}
