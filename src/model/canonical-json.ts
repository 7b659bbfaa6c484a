import canonicalize from 'canonicalize';

/** Serializes a JSON value in its one canonical form: RFC 8785. */
export function canonicalJson(value: unknown): string {
  return canonicalize(value)!;
}
