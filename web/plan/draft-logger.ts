import type { Role } from '../../src/model/enumerations.ts';

/** A logger to attach while it is typed. */
export type DraftLogger = {
  readonly device: string;
  readonly role: Role;
  /** ISO 8601; null where nobody gave it, so that what is known of the logger counts. */
  readonly calibratedUntil: string | null;
};

export const noLogger: DraftLogger = { device: '', role: 'product', calibratedUntil: null };

/** The loggers that have a name, each with its name without space around it. */
export function namedLoggers(loggers: readonly DraftLogger[]): readonly DraftLogger[] {
  return loggers
    .map((logger) => ({ ...logger, device: logger.device.trim() }))
    .filter(({ device }) => device !== '');
}
