/** How far an upload is. `share` of the bytes sent is from 0 to 1. */
export type Progress =
  | { readonly phase: 'preparing' | 'finishing' }
  | { readonly phase: 'sending'; readonly sha256: string; readonly share: number };

/** A file on its way from this page to the storage. `share` of it has been sent, from 0 to 1. */
export type Upload = {
  readonly id: number;
  readonly shipment: string;
  readonly file: File;
  /** The file's name at the shipment, once it is known. */
  readonly sha256: string | null;
  readonly phase: 'waiting' | Progress['phase'] | 'failed' | 'known';
  readonly share: number;
  /** Why it failed and what to do, or what is known of the same file. */
  readonly sentence: string | null;
};

/** Whether an upload still has something to do. */
export function isOnItsWay({ phase }: Upload): boolean {
  return phase !== 'failed' && phase !== 'known';
}
