import type { Page, Request, Route } from 'playwright-core';
import type { AttachedFile, FileReadingAnswers } from '../../src/model/attached-file.ts';

/** What reading a file leads to; called with everything that was answered about it so far. */
export type Reading = (
  file: AttachedFile,
  answers: FileReadingAnswers,
) => Partial<AttachedFile> | Promise<Partial<AttachedFile>>;

/** The files of a shipment as a fake of the API has them, and what the page asked of it. */
export type FakeFiles = {
  /** In the order in which they came. */
  readonly files: AttachedFile[];
  /** The bytes that were uploaded, by SHA-256. */
  readonly uploaded: Map<string, Buffer>;
  readonly answers: Map<string, FileReadingAnswers>;
  /** Changes what the list says of a file. */
  change(sha256: string, changed: Partial<AttachedFile>): void;
};

const nothingKnown: Omit<AttachedFile, 'sha256' | 'name' | 'bytes'> = {
  receivedAt: '2026-11-21T09:30:00.000Z',
  by: 'paul',
  state: 'uploading',
  reason: null,
  question: null,
  preview: null,
  chart: null,
  device: null,
  serial: null,
  intervalSeconds: null,
  timeZone: null,
  format: null,
  readings: null,
  from: null,
  to: null,
  loggerAlarms: [],
  loggerAlarmsDiffer: null,
  rowsWithoutTime: 0,
};

/** A file in the list, with what is not said of it unknown. */
export function listedFile(name: string, said: Partial<AttachedFile> = {}): AttachedFile {
  const sha256 = Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64);
  return { ...nothingKnown, sha256, name, bytes: 18_400, ...said };
}

/**
 * Answers the requests about a shipment's files in place of the API and the storage. `read` says what becomes of a
 * file; `whileUploading` is waited for before an upload is answered.
 */
export async function fakeFiles(
  page: Page,
  shipment: string,
  {
    files = [],
    read = () => ({ state: 'attached' }),
    whileUploading = async () => 200,
  }: {
    readonly files?: AttachedFile[];
    readonly read?: Reading;
    /** Returns the status of the storage's answer; 0 for a connection that breaks. */
    readonly whileUploading?: (sha256: string) => Promise<number>;
  } = {},
): Promise<FakeFiles> {
  const fake: FakeFiles = {
    files,
    uploaded: new Map(),
    answers: new Map(),
    change(sha256, changed) {
      const index = files.findIndex((each) => each.sha256 === sha256);
      files[index] = { ...files[index]!, ...changed };
    },
  };
  const found = (sha256: string): AttachedFile => files.find((each) => each.sha256 === sha256)!;
  const begin = (request: Request) => {
    const { name, bytes, sha256 } = request.postDataJSON() as AttachedFile;
    const isNew = !files.some((each) => each.sha256 === sha256);
    if (isNew) files.push({ ...nothingKnown, sha256, name, bytes });
    const headers = { 'content-type': 'application/octet-stream', 'x-amz-checksum-sha256': sha256 };
    return {
      file: found(sha256),
      upload:
        found(sha256).state === 'uploading'
          ? { url: `/storage-of-this-test/${sha256}`, method: 'PUT', headers }
          : null,
    };
  };
  const beginReading = (sha256: string, given: FileReadingAnswers): void => {
    const answers = { ...fake.answers.get(sha256), ...given };
    fake.answers.set(sha256, answers);
    fake.change(sha256, { state: 'reading', question: null });
    setTimeout(() => {
      void Promise.resolve(read(found(sha256), answers)).then((changed) => fake.change(sha256, changed));
    }, 300);
  };
  const api = async (route: Route): Promise<void> => {
    const request = route.request();
    const [sha256, what] = new URL(request.url()).pathname.split('/').slice(5);
    if (request.method() === 'GET') return route.fulfill({ json: { files } });
    if (sha256 === undefined) return route.fulfill({ json: begin(request) });
    if (what === 'reading')
      beginReading(sha256, (request.postDataJSON() as { answers: FileReadingAnswers }).answers);
    else
      fake.change(sha256, {
        state: 'set-aside',
        reason: (request.postDataJSON() as { reason: string }).reason,
        question: null,
      });
    return route.fulfill({ json: { file: found(sha256) } });
  };
  await page.route(new RegExp(`/api/shipments/${shipment}/files(/|$)`), api);
  await page.route('**/storage-of-this-test/*', async (route) => {
    const sha256 = route.request().url().split('/').at(-1)!;
    const status = await whileUploading(sha256);
    if (status === 0) return route.abort('connectionreset');
    if (status === 200) fake.uploaded.set(sha256, route.request().postDataBuffer()!);
    return route.fulfill({ status });
  });
  return fake;
}
