import { Refusal } from '../parts/refusal.ts';
import { filesTexts } from '../texts/files.ts';

/** The connection failed during an upload; the same upload may succeed later. */
export class UploadInterrupted extends Error {}

type Link = {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
};

/**
 * Sends a file to the storage by a link. `onShare` is called with the share that has been sent, from 0 to 1: `fetch`
 * reports no progress, so this is an XMLHttpRequest.
 *
 * @throws {UploadInterrupted} when the connection fails.
 * @throws {Refusal} when the storage does not take the file.
 */
export function putFile(
  { url, method, headers }: Link,
  bytes: Uint8Array<ArrayBuffer>,
  onShare: (share: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onShare(total === 0 ? 0 : loaded / total),
    );
    request.addEventListener('error', () => reject(new UploadInterrupted(filesTexts.files.connection)));
    request.addEventListener('load', () => {
      const { status } = request;
      if (status >= 200 && status < 300) return resolve();
      // The storage compares the checksum with what arrived.
      if (status === 400) return reject(new Refusal(filesTexts.files.changed));
      return reject(
        status >= 500
          ? new UploadInterrupted(filesTexts.files.connection)
          : new Refusal(filesTexts.files.storage(status)),
      );
    });
    request.send(bytes);
  });
}
