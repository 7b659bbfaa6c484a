/** Something cannot be done here. The message says why, and what to do. */
export class Refusal extends Error {}
