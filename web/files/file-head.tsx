import type { ReactNode } from 'react';
import { useFormats } from '../session/preferences.tsx';
import { filesTexts } from '../texts/files.ts';

const signs = { pass: '✓', fail: '✕', 'not-known': '?', 'not-applicable': '–', busy: '…' } as const;

/** The first line of a file in the list: a mark, its name and size, and its state in words. */
export function FileHead({
  name,
  bytes,
  mark,
  state,
  detail,
  children,
}: {
  name: string;
  bytes: number;
  mark: keyof typeof signs;
  state: string;
  detail?: string;
  children?: ReactNode;
}): ReactNode {
  const { number } = useFormats();
  return (
    <div className={`file-head ${mark}`}>
      <span className="sign" aria-hidden="true">
        {signs[mark]}
      </span>
      <span className="file-name">
        <b>{name}</b>{' '}
        <span className="quiet">
          {filesTexts.files.size(
            number(Math.ceil(bytes / 1e5) / 10),
            number(Math.ceil(bytes / 100) / 10),
            bytes >= 1e6,
          )}
        </span>
        <span className="block">
          <span className="file-state">{state}</span>
          {detail !== undefined && <span className="quiet"> · {detail}</span>}
        </span>
      </span>
      {children}
    </div>
  );
}
