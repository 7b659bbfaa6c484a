import { type ReactNode, useId, useState } from 'react';
import { DropZone } from '../parts/drop-zone.tsx';
import { FileInput } from '../parts/file-input.tsx';
import { Problem } from '../parts/problem.tsx';
import { Refusal } from '../parts/refusal.ts';
import { ZoneInput } from '../parts/zone-input.tsx';
import { useFormats } from '../session/preferences.tsx';
import { manyTexts as word } from '../texts/plan-many.ts';
import { type ImportDraft, sourceOf } from './import-draft.ts';
import { SampleTable } from './sample-table.tsx';

const mostBytes = 5_000_000;

/** Where the table of shipments comes from: a file that is dropped or chosen, or cells that are pasted. */
export function ImportSource({
  draft,
  sites,
  onDraft,
}: {
  draft: ImportDraft;
  sites: readonly string[];
  onDraft: (draft: ImportDraft) => void;
}): ReactNode {
  const { zone } = useFormats();
  const [problem, setProblem] = useState<Error | null>(null);
  const paste = useId();
  const take = async (files: readonly File[]): Promise<void> => {
    const [file] = files;
    if (file === undefined) return;
    if (file.size > mostBytes) return setProblem(new Refusal(word.tooLarge));
    try {
      onDraft({ ...draft, source: await sourceOf(file) });
    } catch (error) {
      setProblem(error as Error);
    }
  };
  return (
    <div className="plan-form">
      <div className="pair">
        {sites.length > 1 && (
          <label className="field">
            <span>{word.site}</span>
            <select value={draft.site} onChange={({ target }) => onDraft({ ...draft, site: target.value })}>
              {sites.map((site) => (
                <option key={site}>{site}</option>
              ))}
            </select>
          </label>
        )}
        <label className="field">
          <span>{word.zone}</span>
          <ZoneInput
            value={draft.zone === '' ? zone : draft.zone}
            candidates={[zone, 'UTC']}
            onChange={(chosen) => onDraft({ ...draft, zone: chosen })}
          />
        </label>
      </div>
      <DropZone heading={word.source} onDrop={(files) => void take(files)}>
        <FileInput
          before={word.drop}
          label={word.choose}
          accept=".csv,.xlsx,.txt,.tsv"
          onChoose={(files) => void take(files)}
        />
        <SampleTable />
      </DropZone>
      {problem !== null && <Problem error={problem} />}
      <div className="field">
        <label htmlFor={paste}>{word.paste}</label>
        <textarea
          id={paste}
          className="code"
          rows={6}
          spellCheck={false}
          value={draft.pasted}
          onChange={({ target }) => onDraft({ ...draft, pasted: target.value })}
        />
      </div>
      <p>
        <button
          type="button"
          disabled={draft.pasted.trim() === ''}
          onClick={() => onDraft({ ...draft, source: { kind: 'text', text: draft.pasted } })}
        >
          {word.read}
        </button>
      </p>
    </div>
  );
}
