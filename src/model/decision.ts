/** What a pharmacist can decide on receipt. */
export const decisions = ['released', 'partly-released', 'quarantined', 'rejected'] as const;

export type Decision = (typeof decisions)[number];

/** Whether goods go out on a decision, all or some of them. */
export function isRelease(decision: Decision): boolean {
  return decision === 'released' || decision === 'partly-released';
}
