import { type Severity, severities } from './enumerations.ts';

/** One severity lower. The lowest stays the lowest. */
export function lower(severity: Severity): Severity {
  return severities[Math.max(0, severities.indexOf(severity) - 1)]!;
}

/** Whether one severity is above another. */
export function isMoreSevere(one: Severity, other: Severity): boolean {
  return severities.indexOf(one) > severities.indexOf(other);
}
