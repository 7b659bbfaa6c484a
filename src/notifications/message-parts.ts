import type { NotifiableEvent, RecordedExcursion } from '../shipments/ledger-event.ts';
import type { Clock } from '../model/local-time.ts';
import type { Profile } from '../model/profile.ts';
import type { Entry } from '../shipments/ledger.ts';
import type { Severity } from '../model/enumerations.ts';
import type { Tone } from './message-body.ts';

/**
 * What a message says of its entry. `todo` is the advice in an email; `inShort` is the same for an SMS of at most 160
 * characters.
 */
export type MessageContent = {
  readonly tone: Tone;
  /** The first words of subject and mail, such as "Too warm now", and what follows them; null: only the shipment. */
  readonly heading: string;
  readonly brief: string | null;
  /** What happened, as one or two sentences. */
  readonly lead: string;
  /** The time in an SMS, as "since 13:24 CET"; null if the brief has it or none matters. */
  readonly when: string | null;
  readonly rows: readonly (readonly [name: string, value: string])[];
  readonly todo: string;
  readonly inShort: string;
  readonly severity: Severity;
  readonly rule: string | null;
  /** The excursion that the message is about; null if it is about none. */
  readonly excursion: RecordedExcursion | null;
  /** When it happened, in device time (epoch milliseconds); null means when it was recorded. */
  readonly at: number | null;
};

/** The receiver's clock, with the time at which the message is about something new. */
export type Times = Omit<Clock, 'time'> & { readonly time: (at: number) => string };

/** What the words of an entry are made from. */
export type Context = {
  /** The ledger up to and including the entry. */
  readonly entries: readonly Entry[];
  /** The profile of the entry's device. */
  readonly profile: Profile;
  /** Why the entry was recorded. */
  readonly why: string;
  readonly times: Times;
};

/** A kind of event for which a content is missing is a type error. */
export type Contents = {
  readonly [Kind in NotifiableEvent['kind']]: (
    fact: Extract<NotifiableEvent, { kind: Kind }>,
    context: Context,
  ) => MessageContent;
};
