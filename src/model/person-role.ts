/** The roles of people: logistics monitors, a pharmacist decides and signs, operations runs the system. */
export const personRoles = ['logistics', 'pharmacist', 'operations'] as const;
export type PersonRole = (typeof personRoles)[number];
