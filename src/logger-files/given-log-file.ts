import type { LogFile } from './logger-file.ts';

/** A file that came to a shipment, after it was read, with all its readings. */
export type GivenLogFile = LogFile;
