/** The decisions that a pharmacist can make on receipt. */
export const decisions = ['released', 'partly-released', 'quarantined', 'rejected'] as const;

export type Decision = (typeof decisions)[number];

/** Whether a decision releases all or some of the goods. */
export function isRelease(decision: Decision): boolean {
  return decision === 'released' || decision === 'partly-released';
}
