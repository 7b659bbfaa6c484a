import type { S3Client } from '@aws-sdk/client-s3';
import { type AttachedFile, type FileReadingAnswers, mostFileBytes } from '../../model/attached-file.ts';
import type { FileToRead } from '../../model/file-to-read.ts';
import { uploadHeaders, uploadKey, uploadSeconds } from '../../model/upload.ts';
import {
  type FilesTable,
  type StoredFile,
  listFiles,
  putFile,
  readFile,
  updateFile,
  uploadingFile,
} from '../../storage/attached-files.ts';
import { RequestRefused } from '../http/problem.ts';

/** The link for an upload, and what the upload must have. */
export type UploadLink = {
  readonly url: string;
  readonly method: 'PUT';
  readonly headers: { [name: string]: string };
};

/** What the routes of files need: their table, links to their bucket, and the queue of files to read. */
export type FileDesk = {
  readonly files: FilesTable;
  readonly link: (shipment: string, file: Pick<AttachedFile, 'sha256' | 'bytes'>) => Promise<UploadLink>;
  readonly send: (file: FileToRead) => Promise<void>;
};

/** More files of loggers than any shipment has. */
const mostFiles = 200;

/**
 * Notes a file that a person wants to attach, and answers with a link for its upload; null where its bytes have been
 * read before. Announcing it again makes no difference.
 * @throws {RequestRefused} 413 when it is too large; 422 when it is empty, was announced with another size, or the
 * shipment has too many files.
 */
export async function announceFile(
  { files, link }: FileDesk,
  shipment: string,
  { name, bytes, sha256 }: Pick<AttachedFile, 'name' | 'bytes' | 'sha256'>,
  by: string,
): Promise<{ file: AttachedFile; upload: UploadLink | null }> {
  if (bytes > mostFileBytes)
    throw new RequestRefused(
      413,
      `${name} has ${bytes} bytes; a file may have ${mostFileBytes} (20 MB). Export a shorter time, or CSV.`,
    );
  if (bytes === 0) throw new RequestRefused(422, `${name} is empty.`);
  const known = await readFile(files, shipment, sha256);
  if (known === null && (await listFiles(files, shipment)).length >= mostFiles)
    throw new RequestRefused(422, `Shipment ${shipment} has ${mostFiles} files; it takes no more.`);
  const announced = uploadingFile({ sha256, name, bytes, by, receivedAt: Date.now() });
  const file = known ?? (await putFile(files, shipment, announced));
  // Bytes of this size cannot have arrived under the hash of others, so that one of both is a mistake.
  if (file.bytes !== bytes && file.state !== 'uploading')
    throw new RequestRefused(
      422,
      `The file with this SHA-256 has ${file.bytes} bytes, not ${bytes}; compute both again.`,
    );
  if (file.state !== 'uploading') return { file: shown(file), upload: null };
  if (file.bytes !== bytes) await updateFile(files, shipment, { ...file, bytes });
  return {
    file: shown({ ...file, bytes }),
    upload: await link(shipment, { sha256, bytes }),
  };
}

/**
 * Has a file read with the answers so far and these. A file that is attached with the same answers is left as it is.
 * @throws {RequestRefused} 404 when it was not announced; 409 when it is attached with other answers, or set aside.
 */
export async function requestReading(
  { files, send }: FileDesk,
  shipment: string,
  { sha256, answers }: { readonly sha256: string; readonly answers: FileReadingAnswers },
  by: string,
): Promise<AttachedFile> {
  const known = await fileAt(files, shipment, sha256);
  const all = bothAnswers(known.answers, answers);
  if (known.state === 'set-aside')
    throw new RequestRefused(409, `${known.name} was set aside: ${known.reason ?? ''}`);
  if (known.state === 'attached') {
    if (JSON.stringify(all) === JSON.stringify(known.answers)) return shown(known);
    throw new RequestRefused(409, `${known.name} is attached; set it aside if it was read wrongly.`);
  }
  const reading: StoredFile = {
    ...known,
    state: 'reading',
    reason: null,
    question: null,
    answers: all,
  };
  await updateFile(files, shipment, reading);
  try {
    const { name, bytes } = known;
    await send({ shipment, sha256, name, bytes, answers: all, by });
  } catch (error) {
    // Nothing would ever end the reading.
    await updateFile(files, shipment, known);
    throw error;
  }
  return shown(reading);
}

/**
 * A file at a shipment.
 * @throws {RequestRefused} 404 when it was not announced.
 */
export async function fileAt(files: FilesTable, shipment: string, sha256: string): Promise<StoredFile> {
  const file = await readFile(files, shipment, sha256);
  if (file === null)
    throw new RequestRefused(404, `Shipment ${shipment} has no file ${sha256}; announce it first.`);
  return file;
}

/** A file as the API answers it. */
export function shown({ answers: _answers, ...file }: StoredFile): AttachedFile {
  return file;
}

/** Answers, each replaced by a newer one, with the columns each by itself. */
function bothAnswers(before: FileReadingAnswers, now: FileReadingAnswers): FileReadingAnswers {
  return {
    ...before,
    ...now,
    ...((before.column ?? now.column) !== undefined && { column: { ...before.column, ...now.column } }),
  };
}

/**
 * Makes links by which browsers and commands upload files. Size and SHA-256 are part of the signature, so that S3
 * refuses other bytes.
 */
export function uploadLinks(Bucket: string): FileDesk['link'] {
  // Few requests need a link, so the client is loaded with the first one and not at the cold start.
  let loaded: Promise<{ client: S3Client; sign: typeof import('@aws-sdk/s3-request-presigner') }> | undefined;
  const load = async () => {
    const [{ S3Client: Client }, sign] = await Promise.all([
      import('@aws-sdk/client-s3'),
      import('@aws-sdk/s3-request-presigner'),
    ]);
    return { client: new Client({}), sign };
  };
  return async (shipment, { sha256, bytes }) => {
    const { client, sign } = await (loaded ??= load());
    const { PutObjectCommand } = await import('@aws-sdk/client-s3');
    const ChecksumSHA256 = Buffer.from(sha256, 'hex').toString('base64');
    const command = new PutObjectCommand({
      Bucket,
      Key: uploadKey(shipment, sha256),
      ContentLength: bytes,
      ChecksumSHA256,
    });
    const url = await sign.getSignedUrl(client, command, {
      expiresIn: uploadSeconds,
      // S3 checks the header; in the URL it would only be part of the signature.
      unhoistableHeaders: new Set([uploadHeaders.checksum]),
    });
    return { url, method: 'PUT', headers: { [uploadHeaders.checksum]: ChecksumSHA256 } };
  };
}
