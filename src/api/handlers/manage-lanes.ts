import type { RequestDelivery } from '../../notifications/delivery-request.ts';
import { confirmRecipient } from '../../storage/confirm-recipient.ts';
import { recipientByLink } from '../../storage/end-by-link.ts';
import {
  type StoredSubscriber,
  removeLaneSubscriber,
  saveLaneSubscriber,
} from '../../storage/lane-subscribers.ts';
import { countCode, mostCodesOfDay } from '../../storage/sent-on-demand.ts';
import type { RecipientsTable } from '../../storage/recipients.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import { refuseUnsentMail } from './refuse-unsent-mail.ts';
import { requestedSite } from './requested-site.ts';
import { toLaneSubscriber } from './to-lane-subscriber.ts';

/** One address is asked at most this often. */
const betweenQuestionsMs = 60_000;

type LaneDesk = {
  readonly recipients: RecipientsTable;
  /** The sender of mails; null: no mails are sent to single people. */
  readonly mailFrom: string | null;
  readonly request: RequestDelivery;
};

/** Makes the handlers by which people outside the organisation are subscribed to lanes, and confirm that. */
export function laneManagement({ recipients, mailFrom, request }: LaneDesk) {
  return {
    async subscribeLane(asked: ApiRequest<'subscribeLane'>) {
      const { person, body } = asked;
      const site = requestedSite(asked);
      refuseUnsentMail(body.channel, mailFrom);
      const now = Date.now();
      const { stored, before } = await saveLaneSubscriber(
        recipients,
        site,
        { ...body, addedBy: person.username },
        now,
      );
      const { audience, recipient, secret, confirmedAt } = stored;
      const isAsked = now - (before?.codeAskedAt ?? -Infinity) < betweenQuestionsMs;
      if (confirmedAt === null && !isAsked) {
        if (!(await countCode(recipients, audience, now)))
          throw new RequestRefused(
            409,
            `address: ${mostCodesOfDay} addresses were asked for this site today, which is the most; the subscriber is saved, and can be asked tomorrow`,
          );
        await request({ kind: 'code', to: { audience, recipient } });
      }
      return { ...toLaneSubscriber(stored), secret: before === null ? secret : null };
    },

    async unsubscribeLane(asked: ApiRequest<'unsubscribeLane'>) {
      const id = asked.path['subscriber']!;
      await removeLaneSubscriber(recipients, requestedSite(asked), id);
      return { id };
    },

    async confirmLaneByLink({ path }: ApiRequest<'confirmLaneByLink'>) {
      const stored = await recipientByLink<StoredSubscriber>(recipients, path['token']!);
      const isLane = stored !== null && stored.audience.startsWith('lane:');
      if (!isLane || !(await confirmRecipient(recipients, stored, Date.now())))
        throw new RequestRefused(
          404,
          'This link confirms nothing; it is valid for a week. Ask whoever sends you goods for a new one.',
        );
      const { origin, destination } = stored.content;
      return { origin, destination };
    },
  };
}
