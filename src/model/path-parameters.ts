/** The allowed values of each path parameter; anything else names nothing. */
export const pathParameters: { readonly [name: string]: RegExp } = {
  shipment: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  device: /^[A-Za-z0-9:_-]{1,128}$/,
  source: /^[A-Za-z0-9:_-]{1,128}$/,
  // A rule of a combined profile begins with the version of its own one.
  rule: /^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,63}@\d{1,9}:)?[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  profile: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  version: /^[1-9]\d{0,8}$/,
  // No per cent sign: what runs in front of the API may or may not have decoded the path.
  audience: /^[^%\p{Cc}]{1,200}$/u,
  person: /^[^%\s\p{Cc}]{1,128}$/u,
  sha256: /^[0-9a-f]{64}$/,
  // A site is named like an audience.
  site: /^[^%\p{Cc}]{1,200}$/u,
  remembered: /^[A-Za-z0-9_-]{1,64}$/,
  alert: /^[A-Za-z0-9_-]{16}$/,
  token: /^[A-Za-z0-9_.-]{1,1000}$/,
  queue: /^[a-z]{1,16}$/,
  // A ULID.
  refusal: /^[0-9A-HJKMNP-TV-Z]{26}$/,
  link: /^[0-9a-f]{12}$/,
  subscriber: /^[A-Za-z0-9-]{1,128}$/,
};
