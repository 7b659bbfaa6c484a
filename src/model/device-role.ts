/** What a device is for: it judges the goods; the air around them; or it waits to replace one that judges. */
export const roles = ['product', 'ambient', 'spare'] as const;
export type Role = (typeof roles)[number];
