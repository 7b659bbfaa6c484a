import type { NotifiableEvent } from '../../src/shipments/ledger-event.ts';
import type { Profile } from '../../src/model/profile.ts';
import { type Message, compose } from '../../src/notifications/compose.ts';
import type { Receiver } from '../../src/notifications/receiver.ts';
import { type Recorded, ledger } from './facts.ts';
import { receiver } from './receiver.ts';
import { minute, profile, rule } from './series.ts';

/** Above 8 °C for 20 consecutive minutes. */
export const warm = rule({
  id: 'warm',
  limit: { kind: 'above', limit: 8 },
  allowance: { mode: 'consecutive', milliseconds: 20 * minute, firesWhen: 'reached' },
});

/** Returns the notification of a ledger event after others that were recorded a minute apart. */
export function notified(
  fact: NotifiableEvent,
  before: readonly Recorded[] = [],
  by: Profile = profile(warm),
  of: Receiver = receiver,
): Message {
  const entries = ledger(...before, fact);
  return compose(entries, { ...entries.at(-1)!, fact }, by, of);
}
