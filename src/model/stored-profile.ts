/** A profile version with its author and approver; times are epoch milliseconds. */
export type StoredProfile = {
  readonly id: string;
  readonly version: number;
  /** The JSON as its author wrote it. */
  readonly text: string;
  readonly sha256: string;
  readonly writtenBy: string;
  readonly approvedBy: string | null;
  readonly approvedAt: number | null;
};
