import { type FilesTable, readFile, updateFile, uploadingFile } from '../storage/attached-files.ts';

/** A file that is refused before anything of it was read; the bytes are its size. */
type RefusedFile = {
  readonly shipment: string;
  readonly sha256: string;
  readonly name: string;
  readonly by: string;
};

/** Notes for people that a file is refused, and why. Repeating it makes no difference. */
export async function refuseFile(
  { files }: { readonly files: FilesTable },
  { shipment, sha256, name, by }: RefusedFile,
  reason: string,
): Promise<void> {
  const known =
    (await readFile(files, shipment, sha256)) ??
    uploadingFile({ sha256, name, bytes: 0, by, receivedAt: Date.now() });
  // Nothing of a file that is attached is taken back.
  if (known.state === 'attached' || known.state === 'set-aside') return;
  await updateFile(files, shipment, { ...known, state: 'refused', question: null, reason });
}
