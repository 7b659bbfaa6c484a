import { moment } from '../../model/wording.ts';
import { linksRecorded, longestLinkMs, mostLinks } from '../links.ts';
import type { RefusalOf } from './refusal-of.ts';

/** How far the clock of whoever chooses "in 30 days" may run ahead of the server's. */
const aheadMs = 10 * 60_000;

/** A link ends in the future, within thirty days, and a shipment has few of them. */
export const linkCreated: RefusalOf<'link-created'> = ({ endsAt }, { entries, now }) => {
  if (endsAt <= now) return `the link would end ${moment(endsAt)}, which is in the past; give a later end`;
  if (endsAt > now + longestLinkMs + aheadMs)
    return `the link would last until ${moment(endsAt)}; a link lasts at most 30 days, and another one can be made then`;
  return linksRecorded(entries).length >= mostLinks
    ? `this shipment has had ${mostLinks} links, which is the most; pass on one of those that are in force`
    : null;
};
