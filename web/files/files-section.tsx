import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { AttachedFile } from '../../src/model/attached-file.ts';
import { DropZone } from '../parts/drop-zone.tsx';
import { FileInput } from '../parts/file-input.tsx';
import { Problem } from '../parts/problem.tsx';
import { usePerson } from '../session/session.tsx';
import { filesTexts } from '../texts/files.ts';
import { useAttachedFiles, useFreshRecord } from './attached-files.ts';
import { FileItem } from './file-item.tsx';
import { UploadItem } from './upload-item.tsx';
import { type Upload, isOnItsWay } from './upload.ts';
import { useUploads } from './use-uploads.ts';
import { severalProducts } from '../shipment/several-products.ts';
import type { Shown } from '../shipment/shown.ts';

const { files: word } = filesTexts;

/** Files of loggers at a shipment: where they are added, how far they are, and what became of each. */
export function FilesSection({
  shown,
  isAdding,
}: {
  shown: Shown;
  /** Whether files can be added here. */
  isAdding: boolean;
}): ReactNode {
  const { shipment } = shown;
  const { roles, sites } = usePerson();
  const list = useAttachedFiles(shipment);
  useFreshRecord(shipment, list.data);
  const { uploads, add, retry } = useUploads(shipment);
  const mayAttach =
    (roles.includes('pharmacist') || roles.includes('logistics')) && sites.includes(shown.site);
  const files = list.data ?? [];
  // While this page uploads a file, its own progress says more than the list.
  const sending = new Set(uploads.filter(isOnItsWay).map(({ sha256 }) => sha256));
  const listed = files.filter(({ sha256 }) => !sending.has(sha256));
  const isEmpty = listed.length === 0 && uploads.length === 0;
  if (isEmpty && list.error === null && !(isAdding && mayAttach)) return null;
  const content = (
    <>
      <Announcements files={files} uploads={uploads} isKnown={list.data !== undefined} />
      {list.error !== null && list.data === undefined && (
        <Problem error={list.error} retry={() => void list.refetch()} />
      )}
      {!isEmpty && (
        <ul className="files" aria-label={word.list}>
          {listed.map((file) => (
            <FileItem
              key={file.sha256}
              shipment={shipment}
              file={file}
              products={severalProducts(shown)}
              mayAct={isAdding && mayAttach}
              isDecided={shown.decision !== null}
            />
          ))}
          {uploads.map((upload) => (
            <UploadItem key={upload.id} upload={upload} onRetry={retry} />
          ))}
        </ul>
      )}
    </>
  );
  if (!isAdding || !mayAttach)
    return (
      <section className="logger-files">
        <h2>{word.title}</h2>
        {content}
      </section>
    );
  return (
    <div className="logger-files">
      <DropZone heading={word.title} onDrop={add}>
        {content}
        <FileInput
          label={isEmpty ? word.choose : word.add}
          before={word.drop}
          isPrimary={isEmpty && shown.attachments.length === 0}
          multiple
          onChoose={add}
        />
        {isEmpty && <p className="quiet">{word.hint}</p>}
      </DropZone>
    </div>
  );
}

/** Says to a screen reader what became of each file: once, when it changes. */
function Announcements({
  files,
  uploads,
  isKnown,
}: {
  files: readonly AttachedFile[];
  uploads: readonly Upload[];
  isKnown: boolean;
}): ReactNode {
  const [said, setSaid] = useState('');
  const known = useRef<ReadonlyMap<string, string> | null>(null);
  useEffect(() => {
    if (!isKnown) return;
    const now = new Map<string, string>([
      ...files.map(({ sha256, name, state }) => [sha256, word.announce[state](name)] as const),
      ...uploads.flatMap(({ id, file: { name }, phase }) =>
        phase === 'failed'
          ? [[String(id), word.announce.failed(name)] as const]
          : phase === 'sending'
            ? [[String(id), word.announce.uploading(name)] as const]
            : [],
      ),
    ]);
    const before = known.current;
    known.current = now;
    if (before === null) return;
    const changed = [...now].filter(([id, sentence]) => before.get(id) !== sentence);
    if (changed.length > 0) setSaid(changed.map(([, sentence]) => sentence).join(' '));
  }, [files, uploads, isKnown]);
  return (
    <p role="status" className="visually-hidden">
      {said}
    </p>
  );
}
