// How often a visible board asks, and what that costs. The gateway lets 50 requests a second through to the board, from
// everybody together. In requests a second, with 500 shipments at most (each 500 more add the second number again):
//
//   150 boards, each used within the last minute:     150 / 4  + 150 / 45  = 37.5 + 3.3 = 41
//   30 of them used, the others left alone:            30 / 4  +  30 / 45
//                                                   + 120 / 15 + 120 / 120 = 17
//   150 boards that are left alone:                   150 / 15 + 150 / 120 = 10 + 1.3 = 11
//
// Hidden tabs ask nothing, or as one that is left alone where they are to show new alarms; the tabs of one browser ask
// once. With more boards than that, each request that the
// gateway refuses doubles the intervals of the board that sent it, so that together they find a rate that fits.

/** For how long since the last sign of use a pair of intervals applies; all in milliseconds. */
const paces = [
  { upToMs: 60_000, changesMs: 4000, wholeMs: 45_000 },
  { upToMs: 5 * 60_000, changesMs: 8000, wholeMs: 90_000 },
  { upToMs: Infinity, changesMs: 15_000, wholeMs: 120_000 },
] as const;

/** Intervals double for each refusal, this often at most. */
export const mostStrain = 4;

type Pace = { readonly changesMs: number; readonly wholeMs: number };

/**
 * Returns the intervals of the requests for changes and for the whole board, in milliseconds, when the page was last
 * used `idleMs` ago and the gateway has refused `strain` requests lately.
 */
export function paceOf(idleMs: number, strain = 0): Pace {
  const { changesMs, wholeMs } = paces.find(({ upToMs }) => idleMs < upToMs)!;
  const factor = 2 ** Math.min(strain, mostStrain);
  return { changesMs: changesMs * factor, wholeMs: wholeMs * factor };
}

const longestBackOffMs = 60_000;

/**
 * Returns how long to wait after the gateway refused `refusals` requests in a row (1 or more), in milliseconds. `saidMs`
 * is what it asked for. `random` is between 0 and 1: those who were refused together do not come back together.
 */
export function afterRefusalMs(refusals: number, saidMs: number, random: number): number {
  const least = Math.min(longestBackOffMs, saidMs * 2 ** (refusals - 1));
  return Math.round(least * (1 + random / 4));
}

const firstRetryMs = 3000;
const longestRetryMs = 30_000;

/** Returns how long to wait after `failures` requests in a row without a response (1 or more), in milliseconds. */
export function afterFailureMs(failures: number, random: number): number {
  return withJitter(Math.min(longestRetryMs, firstRetryMs * 2 ** (failures - 1)), random);
}

/** Moves an interval by up to a tenth either way, so that boards that were opened together drift apart. */
export function withJitter(milliseconds: number, random: number): number {
  return Math.round(milliseconds * (0.9 + random * 0.2));
}
