import { texts } from '../texts.ts';
import { filesTexts } from '../texts/files.ts';
import { Refused } from '../api/client.ts';
import { Unreachable } from '../api/unreachable.ts';
import { Refusal } from '../parts/refusal.ts';
import { UploadInterrupted } from './put-file.ts';
import { sendFile } from './send-file.ts';
import { type Upload, isOnItsWay } from './upload.ts';

/** At most this many files are sent at once, so that each of them arrives soon. */
const atOnce = 2;

/** The uploads of this tab. They go on while the person moves between pages. */
let uploads: readonly Upload[] = [];
const listeners = new Set<() => void>();
let lastId = 0;

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function allUploads(): readonly Upload[] {
  return uploads;
}

function put(next: readonly Upload[]): void {
  const wasBusy = uploads.some(isOnItsWay);
  uploads = next;
  const isBusy = uploads.some(isOnItsWay);
  // The browser asks before it leaves a page whose uploads would end with it.
  if (isBusy && !wasBusy) window.addEventListener('beforeunload', warnBeforeLeaving);
  if (!isBusy && wasBusy) window.removeEventListener('beforeunload', warnBeforeLeaving);
  for (const listener of listeners) listener();
}

function warnBeforeLeaving(event: Event): void {
  event.preventDefault();
}

function change(id: number, changed: Partial<Upload>): void {
  put(uploads.map((each) => (each.id === id ? { ...each, ...changed } : each)));
}

/** Starts uploads; `onListed` is called, and waited for, each time one has become a file of the shipment. */
export function startUploads(
  shipment: string,
  files: readonly File[],
  onListed: () => Promise<unknown>,
): void {
  put([
    ...uploads,
    ...files.map((file): Upload => ({
      id: ++lastId,
      shipment,
      file,
      sha256: null,
      phase: 'waiting',
      share: 0,
      sentence: null,
    })),
  ]);
  void sendNext(onListed);
}

/** Forgets an upload that failed, or that had nothing to do. */
export function dismissUpload(id: number): void {
  put(uploads.filter((each) => each.id !== id));
}

/** Tries an upload again that failed. */
export function retryUpload(id: number, onListed: () => Promise<unknown>): void {
  change(id, { phase: 'waiting', share: 0, sentence: null });
  void sendNext(onListed);
}

async function sendNext(onListed: () => Promise<unknown>): Promise<void> {
  const next = uploads.find(({ phase }) => phase === 'waiting');
  if (next === undefined || uploads.filter(isSending).length >= atOnce) return;
  const { id, shipment, file } = next;
  change(id, { phase: 'preparing' });
  // Others may begin at the same time.
  void sendNext(onListed);
  try {
    const known = await sendFile(shipment, file, (progress) => change(id, progress));
    await onListed();
    if (known === null) dismissUpload(id);
    else
      change(id, {
        phase: 'known',
        sentence: filesTexts.files.alreadyHere(filesTexts.files.states[known.state]),
      });
  } catch (error) {
    change(id, { phase: 'failed', sentence: sentenceOf(error) });
    await onListed();
  }
  await sendNext(onListed);
}

function isSending(upload: Upload): boolean {
  return isOnItsWay(upload) && upload.phase !== 'waiting';
}

function sentenceOf(error: unknown): string {
  const isWritten =
    error instanceof Refusal ||
    error instanceof Refused ||
    error instanceof Unreachable ||
    error instanceof UploadInterrupted;
  return isWritten ? error.message : texts.problems.unknown;
}
