/** A profile version with who wrote and who approved it; times are epoch milliseconds. */
export type StoredProfile = {
  readonly id: string;
  readonly version: number;
  /** JSON as it was written. */
  readonly text: string;
  readonly sha256: string;
  readonly writtenBy: string;
  readonly approvedBy: string | null;
  readonly approvedAt: number | null;
};
