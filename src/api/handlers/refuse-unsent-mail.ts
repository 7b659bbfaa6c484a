import type { AlertChannel } from '../../model/own-alert.ts';
import { RequestRefused } from '../http/problem.ts';

/** Refuses mails where none are sent to single people. `mailFrom` is their sender; null: there is none. */
export function refuseUnsentMail(channel: AlertChannel, mailFrom: string | null): void {
  if (channel === 'email' && mailFrom === null)
    throw new RequestRefused(
      409,
      'channel: this deployment sends no mails to single people, because its setting mailFrom is null; choose sms or webhook, or ask operations to set it',
    );
}
