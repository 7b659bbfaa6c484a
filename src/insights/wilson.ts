/** The 97.5th percentile of the standard normal distribution: 95 % lie within this many standard deviations. */
const z = 1.959963984540054;

/** A share with its 95 % interval, all from 0 to 1. */
export type Interval = { readonly from: number; readonly to: number };

/**
 * The 95 % score interval of a share, `count` of `total`, without continuity correction: E. B. Wilson, "Probable
 * inference, the law of succession, and statistical inference", Journal of the American Statistical Association 22
 * (1927), pages 209 to 212. Unlike the interval of the normal approximation it stays within 0 and 1, and says something
 * of few shipments and of shares of 0 and 1. Null where the total is 0: then nothing is known.
 */
export function wilsonInterval(count: number, total: number): Interval | null {
  if (total === 0) return null;
  const share = count / total;
  const middle = share + z ** 2 / (2 * total);
  const half = z * Math.sqrt((share * (1 - share)) / total + z ** 2 / (4 * total ** 2));
  const scale = 1 + z ** 2 / total;
  return {
    // At the ends the terms cancel; rounding must not move them.
    from: count === 0 ? 0 : (middle - half) / scale,
    to: count === total ? 1 : (middle + half) / scale,
  };
}
