import type { NotifiableEvent } from '../../src/shipments/ledger-event.ts';
import type { Profile } from '../../src/model/profile.ts';
import { type Message, compose } from '../../src/notifications/compose.ts';
import { type Recorded, ledger } from './facts.ts';
import { minute, profile, rule } from './series.ts';

/** Above 8 °C for 20 minutes at a stretch. */
export const warm = rule({
  id: 'warm',
  limit: { kind: 'above', limit: 8 },
  allowance: { mode: 'consecutive', milliseconds: 20 * minute, firesWhen: 'reached' },
});

/** What people are told of a fact after others, which are recorded a minute apart. */
export function notified(
  fact: NotifiableEvent,
  before: readonly Recorded[] = [],
  by: Profile = profile(warm),
): Message {
  const entries = ledger(...before, fact);
  return compose(entries, { ...entries.at(-1)!, fact }, by);
}
