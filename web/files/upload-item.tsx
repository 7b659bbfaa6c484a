import type { ReactNode } from 'react';
import { useFormats } from '../session/preferences.tsx';
import { filesTexts } from '../texts/files.ts';
import { FileHead } from './file-head.tsx';
import type { Upload } from './upload.ts';
import { dismissUpload } from './uploads.ts';

const { files: word } = filesTexts;

/** A file on its way to the storage: how far it is, or why it did not get there. */
export function UploadItem({
  upload: { id, file, phase, share, sentence },
  onRetry,
}: {
  upload: Upload;
  onRetry: (id: number) => void;
}): ReactNode {
  const { percent } = useFormats();
  const state = phase === 'sending' ? word.phases.sending(percent(share)) : word.phases[phase];
  return (
    <li className={`file ${phase}`}>
      <FileHead
        name={file.name}
        bytes={file.size}
        mark={phase === 'failed' ? 'fail' : phase === 'known' ? 'not-applicable' : 'busy'}
        state={state}
      >
        {(phase === 'failed' || phase === 'known') && (
          <span className="file-actions">
            {phase === 'failed' && (
              <button type="button" aria-label={word.retryOf(file.name)} onClick={() => onRetry(id)}>
                {word.retry}
              </button>
            )}
            <button type="button" aria-label={word.dismissOf(file.name)} onClick={() => dismissUpload(id)}>
              {word.dismiss}
            </button>
          </span>
        )}
      </FileHead>
      {phase === 'sending' && (
        <progress max={1} value={share} aria-label={word.progress(file.name)}>
          {percent(share)}
        </progress>
      )}
      {sentence !== null && <p role={phase === 'failed' ? 'alert' : undefined}>{sentence}</p>}
    </li>
  );
}
