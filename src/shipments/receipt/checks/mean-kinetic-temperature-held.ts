import { combineResults } from './combine-results.ts';
import type { ReceiptCheck } from '../receipt-record.ts';

/** The mean kinetic temperature stayed at or below its limit, where the profile has one. */
export const meanKineticTemperatureHeld: ReceiptCheck = (record) =>
  combineResults(
    record,
    ['meanKineticTemperature'],
    (_, sentences) => sentences.join(' '),
    'The profile has no limit of mean kinetic temperature.',
  );
