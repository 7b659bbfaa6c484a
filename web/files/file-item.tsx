import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { AttachedFile } from '../../src/model/attached-file.ts';
import { asSentence } from '../format/as-sentence.ts';
import { useFormats } from '../session/preferences.tsx';
import { useNow } from '../format/use-now.ts';
import type { NamedProduct } from '../plan/stands-for.tsx';
import { filesTexts } from '../texts/files.ts';
import { AttachedDetails } from './attached-details.tsx';
import { FileHead } from './file-head.tsx';
import { FileQuestion } from './file-question.tsx';
import { SetAside } from './set-aside.tsx';
import { isAbandoned } from './why-not-yet.ts';

const { files: word } = filesTexts;

const marks = {
  uploading: 'not-known',
  reading: 'busy',
  asks: 'not-known',
  attached: 'pass',
  refused: 'fail',
  'set-aside': 'not-applicable',
} as const;

/** A file of the shipment, with what its state needs: an answer, an explanation, or what was read from it. */
export function FileItem({
  shipment,
  file,
  products,
  mayAct,
  isDecided,
}: {
  shipment: string;
  file: AttachedFile;
  /** The products of the shipment, where it has several. */
  products: readonly NamedProduct[];
  mayAct: boolean;
  /** Whether a decision was signed: an attached file is part of what it was based on. */
  isDecided: boolean;
}): ReactNode {
  const { moment } = useFormats();
  const [isSettingAside, setSettingAside] = useState(false);
  const [hasAnswered, setAnswered] = useState(false);
  const own = useRef<HTMLLIElement>(null);
  const wasSettingAside = useRef(false);
  useEffect(() => {
    // The button that opened the dialog went with what it did; the focus stays with the file.
    if (wasSettingAside.current && !isSettingAside && document.activeElement === document.body)
      own.current?.focus();
    wasSettingAside.current = isSettingAside;
  }, [isSettingAside]);
  const { name, bytes, state, reason, by, receivedAt } = file;
  const now = useNow();
  const isLost = state === 'uploading' && isAbandoned(file, now);
  const canSetAside = state === 'asks' || state === 'refused' || (state === 'attached' && !isDecided);
  return (
    <li ref={own} tabIndex={-1} className={`file ${state}`}>
      <FileHead
        name={name}
        bytes={bytes}
        mark={marks[state]}
        state={isLost ? word.unfinishedState : word.states[state]}
        detail={word.added(by, moment(receivedAt))}
      />
      {state === 'uploading' && <p>{isLost ? word.unfinished : word.elsewhere}</p>}
      {state === 'reading' && <p className="quiet">{word.readingHint}</p>}
      {state === 'asks' && (
        <FileQuestion
          shipment={shipment}
          file={file}
          products={products}
          mayAnswer={mayAct}
          takesFocus={hasAnswered}
          onAnswered={() => {
            setAnswered(true);
            // The question goes, and the focus stays with its file.
            own.current?.focus();
          }}
        />
      )}
      {state === 'attached' && <AttachedDetails file={file} products={products} />}
      {state === 'refused' && (
        <>
          {reason !== null && <p>{asSentence(reason)}</p>}
          {mayAct && <p className="quiet">{word.whatToDo}</p>}
        </>
      )}
      {state === 'set-aside' && reason !== null && <p>{asSentence(reason)}</p>}
      {canSetAside && mayAct && (
        <p>
          <button
            type="button"
            className={state === 'attached' || state === 'asks' ? 'link' : ''}
            aria-label={word.setAsideOf(name)}
            onClick={() => setSettingAside(true)}
          >
            {word.setAside}
          </button>
        </p>
      )}
      {isSettingAside && <SetAside shipment={shipment} file={file} onClose={() => setSettingAside(false)} />}
    </li>
  );
}
