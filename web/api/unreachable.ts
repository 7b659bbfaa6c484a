/** The API did not answer: the network is away, or what stands between. */
export class Unreachable extends Error {}
