import type { Reading } from '../telemetry/payload-readings.ts';
import type { LogFile } from './logger-file.ts';

/** A file that came to a shipment, after it was read. */
export type GivenLogFile = LogFile<Reading[]>;
