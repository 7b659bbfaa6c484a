import type { ReactNode } from 'react';

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
