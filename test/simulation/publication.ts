import type { Notification } from '../../src/model/notification.ts';
import type { PublishInput } from '../models/topic-model.ts';

/** A notification as published to SNS: its form for each protocol, and the attributes that subscriptions filter by. */
export type Publication = {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly subject: string;
  readonly email: string;
  readonly sms: string;
  /** What every other protocol gets. */
  readonly notification: Notification;
  /** By name; `audience` is a JSON list. */
  readonly attributes: Readonly<Record<string, string>>;
};

/** Parses a publication. */
export function publicationFrom(
  { Subject = '', Message = '', MessageAttributes = {} }: PublishInput,
  at: number,
): Publication {
  const { email, sms, default: other } = JSON.parse(Message) as Record<'email' | 'sms' | 'default', string>;
  return {
    at,
    subject: Subject,
    email,
    sms,
    notification: JSON.parse(other) as Notification,
    attributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
    ),
  };
}

/** The ids of the ledger entries that a publication covers. */
export function idsOf({ notification: { id, together = [id] } }: Publication): readonly string[] {
  return together;
}
