import type { Severity } from '../model/enumerations.ts';
import { lower } from '../model/severity.ts';
import type { RecordedExcursion } from './ledger-event.ts';

/**
 * The severity with which people are notified of an excursion: one lower where it had already ended when it became
 * known.
 */
export function effectiveSeverity({ severity, to }: RecordedExcursion): Severity {
  return to === null ? severity : lower(severity);
}
