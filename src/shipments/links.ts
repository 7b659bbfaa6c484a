import type { LinkPermits } from '../model/enumerations.ts';
import { cancellationOf } from './cancellation.ts';
import type { LedgerEvent } from './ledger-event.ts';
import type { Entry } from './ledger.ts';

/** The longest that a link may last, in milliseconds. */
export const longestLinkMs = 30 * 86_400_000;
/**
 * The most links that a shipment may ever have, and the most openings that one of them may: together they bound what
 * people outside the organisation can add to a ledger.
 */
export const mostLinks = 20;
export const mostOpenings = 50;

/** A link of a shipment, according to the ledger. Times are the server's, in epoch milliseconds. */
export type LinkRecorded = {
  readonly link: string;
  readonly purpose: string;
  readonly permits: LinkPermits;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly endsAt: number;
  readonly openedAt: readonly number[];
  /** Null while nobody has revoked it. */
  readonly revoked: { readonly at: number; readonly by: string; readonly why: string } | null;
};

/** Whether a link can be used, and if not, why. */
export type LinkState = 'in-force' | 'ended' | 'revoked';

/** The links of a shipment, in the order in which they were made. */
export function linksRecorded(entries: readonly Entry[]): readonly LinkRecorded[] {
  const links = new Map<string, LinkRecorded>();
  for (const { fact, recordedAt: at, by, why } of entries) {
    if (fact.kind === 'link-created') {
      const { link, purpose, permits, endsAt } = fact;
      const made = { link, purpose, permits, endsAt, createdBy: by, createdAt: at };
      links.set(link, { ...made, openedAt: [], revoked: null });
    }
    if (fact.kind !== 'link-opened' && fact.kind !== 'link-revoked') continue;
    const known = links.get(fact.link);
    if (known === undefined) continue;
    links.set(
      fact.link,
      fact.kind === 'link-opened'
        ? { ...known, openedAt: [...known.openedAt, at] }
        : { ...known, revoked: known.revoked ?? { at, by, why } },
    );
  }
  return [...links.values()];
}

/** One link of a shipment; null where there is none of this id. */
export function linkOf(entries: readonly Entry[], link: string): LinkRecorded | null {
  return linksRecorded(entries).find((each) => each.link === link) ?? null;
}

/** The state of a link at `now`, the server's time in epoch milliseconds. A cancelled shipment ends its links. */
export function stateOfLink(
  entries: readonly Entry[],
  { revoked, endsAt }: LinkRecorded,
  now: number,
): LinkState {
  if (revoked !== null) return 'revoked';
  return now >= endsAt || cancellationOf(entries) !== null ? 'ended' : 'in-force';
}

/** Whether an event is about a link alone. It changes nothing that anybody decides on. */
export function isAboutLink({ kind }: LedgerEvent): boolean {
  return kind === 'link-created' || kind === 'link-opened' || kind === 'link-revoked';
}
