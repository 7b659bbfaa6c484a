import type { ReactNode } from 'react';
import type { ChosenFile } from '../parts/chosen-file.ts';
import { DropZone } from '../parts/drop-zone.tsx';
import { FileInput } from '../parts/file-input.tsx';
import { useFormats } from '../session/preferences.tsx';
import { judgeTexts as word } from '../texts/judge.ts';

/** Where files are dropped or chosen, and those that were. */
export function FilesChoice({
  files,
  onChoose,
  onRemove,
}: {
  files: readonly ChosenFile[];
  onChoose: (files: readonly File[]) => void;
  onRemove: (file: ChosenFile) => void;
}): ReactNode {
  const { number } = useFormats();
  return (
    <DropZone heading={word.files} onDrop={onChoose}>
      {files.length > 0 && (
        <ul className="chosen">
          {files.map((file) => (
            <li key={file.sha256}>
              <span>
                <b>{file.name}</b>{' '}
                <span className="quiet">{word.size(number(Math.ceil(file.bytes.length / 100) / 10))}</span>
              </span>
              <button type="button" aria-label={word.remove(file.name)} onClick={() => onRemove(file)}>
                ✕
              </button>
            </li>
          ))}
        </ul>
      )}
      <FileInput
        label={files.length === 0 ? word.choose : word.add}
        before={files.length === 0 ? word.drop : null}
        isPrimary={files.length === 0}
        multiple
        onChoose={onChoose}
      />
      {files.length === 0 && <p className="quiet">{word.formats}</p>}
    </DropZone>
  );
}
