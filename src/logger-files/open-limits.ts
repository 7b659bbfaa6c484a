/** Limits on what a file may unfold to while it is opened. */
export type OpenLimits = {
  /** What the parts of a workbook may have together when they are inflated. */
  readonly inflatedBytes: number;
  /** How many cells a workbook may have, empty ones between others included. */
  readonly cells: number;
  /** Is called now and then while a file is opened, and throws when that has taken too long. */
  readonly checkTime: () => void;
};

/**
 * The limits for files that somebody reads on their own machine. A sheet of a million rows with three columns has some
 * 120 MB.
 */
export const ofTrustedFiles: OpenLimits = {
  inflatedBytes: 256 * 1024 * 1024,
  cells: 20_000_000,
  checkTime: () => undefined,
};
