import { type ReactNode, useState } from 'react';
import type { Answer } from '../api/answer.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useFormats } from '../session/preferences.tsx';
import { sharingTexts } from '../texts/sharing.ts';

const word = sharingTexts.dialog;

/** Shows a new link with its PIN, this once. */
export function LinkMade({
  made,
  onAnother,
  onClose,
}: {
  made: Answer<'shareShipment'>;
  onAnother: () => void;
  onClose: () => void;
}): ReactNode {
  const { purpose, permits, endsAt, token, pin } = made;
  const { moment } = useFormats();
  const [isCopied, setCopied] = useState(false);
  // What opens it follows the "#", which no browser sends to a server.
  const address = `${window.location.origin}/shared#${token}`;
  const copy = (): void => {
    // A browser that refuses leaves the address to be selected.
    navigator.clipboard.writeText(address).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Dialog title={word.madeFor(purpose)} onClose={onClose}>
      <div className="link-made">
        <p>
          {word.permitted[permits]}, {word.until(moment(endsAt))}
        </p>
        <label className="field">
          <span>{word.address}</span>
          <input readOnly value={address} onFocus={({ target }) => target.select()} />
        </label>
        <p>
          <button type="button" onClick={copy}>
            {word.copy}
          </button>{' '}
          <span role="status" className="quiet">
            {isCopied ? word.copied : ''}
          </span>
        </p>
        <p className="pin">
          {word.pin} <strong>{`${pin.slice(0, 3)} ${pin.slice(3)}`}</strong>
        </p>
        <p className="warn">
          {word.once} {word.apart}
        </p>
        <div className="actions">
          <button type="button" onClick={onAnother}>
            {word.another}
          </button>
          <button type="button" className="primary" onClick={onClose}>
            {word.close}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
