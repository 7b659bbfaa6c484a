/** The tags of CBOR that are read. RFC 8949, section 3.4.4: a decimal fraction is exponent and mantissa. */
export const cborTags = {
  4: (fraction: () => unknown): number => {
    const pair = fraction();
    return Array.isArray(pair) && pair.length === 2
      ? Number(`${String(pair[1])}e${String(pair[0])}`)
      : Number.NaN;
  },
  // The tag only marks the content as CBOR.
  55799: (content: () => unknown): unknown => content(),
};
