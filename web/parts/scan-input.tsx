import { type ReactNode, useId, useState } from 'react';
import { FieldNotes } from './field-notes.tsx';
import { onDemand } from './on-demand.tsx';
import { texts } from '../texts.ts';

const Scanner = onDemand(() => import('./scanner.tsx'));

/** A text field whose value can also be scanned with the camera, where the browser has one. */
export function ScanInput({
  label,
  hint,
  value,
  onChange,
  problem = null,
  isRequired = false,
}: {
  label: string;
  hint?: ReactNode;
  value: string;
  onChange: (value: string) => void;
  problem?: string | null;
  isRequired?: boolean;
}): ReactNode {
  const [field, described] = [useId(), useId()];
  const [isScanning, setScanning] = useState(false);
  return (
    <div className="field scan-input">
      <label htmlFor={field}>{label}</label>
      <span className="with-button">
        <input
          id={field}
          value={value}
          required={isRequired}
          autoComplete="off"
          spellCheck={false}
          aria-describedby={described}
          aria-invalid={problem === null ? undefined : true}
          onChange={({ target }) => onChange(target.value)}
        />
        {'mediaDevices' in navigator && !isScanning && (
          <button type="button" onClick={() => setScanning(true)}>
            {texts.scan}
          </button>
        )}
      </span>
      <FieldNotes id={described} hint={hint} problem={problem} />
      {isScanning && (
        <Scanner
          onScanned={(code) => {
            setScanning(false);
            onChange(code);
          }}
          onStop={() => setScanning(false)}
        />
      )}
    </div>
  );
}
