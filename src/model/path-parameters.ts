/** What each parameter of a path can be; whatever is not so names nothing. */
export const pathParameters: { readonly [name: string]: RegExp } = {
  shipment: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  device: /^[A-Za-z0-9:_-]{1,128}$/,
  rule: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  profile: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  version: /^[1-9]\d{0,8}$/,
  // No per cent sign: who stands before us may have decoded the path, or not.
  audience: /^[^%\p{Cc}]{1,200}$/u,
  subscriber: /^[A-Za-z0-9-]{1,128}$/,
};
