import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { onDemand } from '../parts/on-demand.tsx';
import { texts } from '../texts.ts';

const Scanner = onDemand(() => import('../parts/scanner.tsx'));

/** Enters a label: scanned with the camera where the browser supports it, or typed. */
export function LabelEntry({
  onLabel,
  problem,
  hint = texts.receive.typeHint,
}: {
  /** Called with the scanned or typed code. */
  onLabel: (given: string) => void;
  problem: string | null;
  hint?: string;
}): ReactNode {
  const [given, setGiven] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const [isScanning, setScanning] = useState(false);
  const hasCamera = 'mediaDevices' in navigator;
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (given.trim() === '') return field.current?.focus();
    onLabel(given);
  };
  return (
    <div className="label-entry">
      {isScanning ? (
        <Scanner
          onScanned={(label) => {
            setScanning(false);
            onLabel(label);
          }}
          onStop={() => setScanning(false)}
        />
      ) : hasCamera ? (
        <button type="button" className="primary large" onClick={() => setScanning(true)}>
          {texts.receive.scan}
        </button>
      ) : (
        <p>{texts.receive.noCamera}</p>
      )}
      <form onSubmit={send} className="field-row">
        <label className="field">
          <span>
            {texts.receive.type} <span className="quiet block">{hint}</span>
          </span>
          <input
            ref={field}
            value={given}
            onChange={(event) => setGiven(event.target.value)}
            autoComplete="off"
            enterKeyHint="go"
            spellCheck={false}
          />
        </label>
        <button type="submit">{texts.receive.open}</button>
      </form>
      {problem !== null && <p role="alert">{problem}</p>}
    </div>
  );
}
