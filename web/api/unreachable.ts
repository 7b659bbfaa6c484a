/** Thrown when the API did not respond, because of the network or anything in between. */
export class Unreachable extends Error {}
