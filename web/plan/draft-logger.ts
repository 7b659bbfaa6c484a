import type { Role } from '../../src/model/enumerations.ts';
import type { DraftPlan } from './draft-plan.ts';

/** A logger to attach while it is typed. */
export type DraftLogger = {
  readonly device: string;
  readonly role: Role;
  /** ISO 8601; null where nobody gave it, so that what is known of the logger counts. */
  readonly calibratedUntil: string | null;
  /** The names of the products that it stands for; null, or absent in a draft of an earlier release: all of them. */
  readonly products?: readonly string[] | null;
};

export const noLogger: DraftLogger = { device: '', role: 'product', calibratedUntil: null };

/** The loggers that have a name, each with its name without space around it. */
export function namedLoggers(loggers: readonly DraftLogger[]): readonly DraftLogger[] {
  return loggers
    .map((logger) => ({ ...logger, device: logger.device.trim() }))
    .filter(({ device }) => device !== '');
}

/** The names of a plan's products, where a logger may stand for some of them; none where there is one. */
export function offeredProducts({ products = [] }: DraftPlan): readonly string[] {
  const names = [...new Set(products.map(({ name }) => name.trim()))].filter((name) => name !== '');
  return names.length > 1 ? names : [];
}

/** The products that a logger is to stand for, of those that the plan has; null for all of them. */
export function chosenProducts(
  { role, products = null }: DraftLogger,
  offered: readonly string[],
): readonly string[] | null {
  if (role === 'ambient' || products === null || offered.length === 0) return null;
  return offered.filter((name) => products.includes(name));
}
