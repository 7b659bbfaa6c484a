import type { LinkPermits } from '../model/enumerations.ts';

/** Identifies a link in the ledger. It opens nothing: the secrets of a link are in no ledger, and so in no evidence. */
type OfLink = {
  readonly link: string;
  /** For whom or for what it is, as its maker wrote it. */
  readonly purpose: string;
};

/** Somebody made a link by which people outside the organisation see this one shipment. */
export type LinkCreated = OfLink & {
  readonly kind: 'link-created';
  readonly permits: LinkPermits;
  /** Server time from which on it opens nothing. */
  readonly endsAt: number;
};

/** Somebody opened a link with its PIN. */
export type LinkOpened = OfLink & { readonly kind: 'link-opened' };

/** A link opens nothing from now on: a person revoked it, or five wrong PINs were given. */
export type LinkRevoked = OfLink & { readonly kind: 'link-revoked' };
