import { moment } from '../../model/wording.ts';
import { linkOf } from '../links.ts';
import type { RefusalOf } from './refusal-of.ts';

/** A link is revoked that nobody has revoked. */
export const linkRevoked: RefusalOf<'link-revoked'> = ({ link }, { entries }) => {
  const known = linkOf(entries, link);
  if (known === null) return `this shipment has no link ${link}`;
  return known.revoked === null
    ? null
    : `the link ${link} was revoked ${moment(known.revoked.at)} by ${known.revoked.by}; it opens nothing`;
};
