/** A device's role: to monitor the goods, to monitor the air around them, or to wait as a replacement. */
export const roles = ['product', 'ambient', 'spare'] as const;
export type Role = (typeof roles)[number];
