import type { LaneSubscriber } from '../../src/model/lane-subscriber.ts';
import {
  type DraftDestination,
  type DraftTimes,
  destinationOf,
  draftDestination,
} from '../alerts/draft-destination.ts';
import type { Subscriber } from './use-lanes.ts';

/** A subscriber while it is typed. */
export type DraftSubscriber = DraftDestination &
  DraftTimes &
  Pick<LaneSubscriber, 'origin' | 'destination' | 'severity' | 'cleanArrivals'> & { readonly name: string };

/** What the form begins with: a subscriber as it is, or a new one. */
export function draftOf(before: Subscriber | null, mailFrom: string | null): DraftSubscriber {
  return {
    ...draftDestination(before, mailFrom),
    origin: before?.origin ?? '',
    destination: before?.destination ?? '',
    name: before?.name ?? '',
    severity: before?.severity ?? 'major',
    cleanArrivals: before?.cleanArrivals ?? false,
  };
}

/** The body of the request that saves a subscriber. */
export function bodyOf(draft: DraftSubscriber): LaneSubscriber {
  const { severity, cleanArrivals } = draft;
  const [origin, destination, name] = [draft.origin.trim(), draft.destination.trim(), draft.name.trim()];
  return {
    ...destinationOf(draft),
    origin,
    destination,
    name: name === '' ? null : name,
    severity,
    cleanArrivals,
  };
}

/** The body that saves a subscriber as it is, by which one who has not confirmed is asked again. */
export function bodyOfSaved(subscriber: Subscriber): LaneSubscriber {
  const { origin, destination, name, channel, address, form } = subscriber;
  const { severity, quietHours, zone, cleanArrivals } = subscriber;
  const to = { channel, address, form, routingKey: null };
  return { origin, destination, name, ...to, severity, quietHours, zone, cleanArrivals };
}
