import { type DragEvent, type ReactNode, useId, useState } from 'react';
import { useFormats } from '../session/preferences.tsx';
import { judgeTexts as word } from '../texts/judge.ts';
import type { ChosenFile } from './chosen-file.ts';

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
  const [isOver, setOver] = useState(false);
  const heading = useId();
  const over = (event: DragEvent): void => {
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    onChoose([...event.dataTransfer.files]);
  };
  return (
    <section
      className={`drop ${isOver ? 'over' : ''}`}
      aria-labelledby={heading}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2 id={heading}>{word.files}</h2>
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
    </section>
  );
}

/** A button that chooses files. */
export function FileInput({
  label,
  before = null,
  isPrimary = false,
  accept,
  multiple = false,
  onChoose,
}: {
  label: string;
  before?: string | null;
  isPrimary?: boolean;
  accept?: string;
  multiple?: boolean;
  onChoose: (files: readonly File[]) => void;
}): ReactNode {
  return (
    <p className="file-input">
      {before !== null && <span>{before}</span>}
      <label className={isPrimary ? 'button primary large' : 'button'}>
        {label}
        <input
          type="file"
          className="visually-hidden"
          accept={accept}
          multiple={multiple}
          onChange={({ target }) => {
            onChoose([...(target.files ?? [])]);
            // The same file can be chosen once more, after it was corrected.
            target.value = '';
          }}
        />
      </label>
    </p>
  );
}
