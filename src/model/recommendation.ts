/** The possible recommendations of a verdict, from best to worst. */
export const recommendations = ['release', 'quarantine', 'reject'] as const;
export type Recommendation = (typeof recommendations)[number];
