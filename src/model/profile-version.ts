/** Identifies one version of a profile. */
export type ProfileVersion = { readonly id: string; readonly version: number };
