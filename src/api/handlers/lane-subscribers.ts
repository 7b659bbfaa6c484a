import { readLaneSubscribers } from '../../storage/lane-subscribers.ts';
import type { RecipientsTable } from '../../storage/recipients.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { requestedSite } from './requested-site.ts';
import { toLaneSubscriber } from './to-lane-subscriber.ts';

/** Makes the handler that lists who outside the organisation is told of the lanes of a site. */
export function laneViews(recipients: RecipientsTable, mailFrom: string | null) {
  return {
    async listLaneSubscribers(request: ApiRequest<'listLaneSubscribers'>) {
      const subscribers = await readLaneSubscribers(recipients, requestedSite(request));
      return { mailFrom, items: subscribers.map(toLaneSubscriber) };
    },
  };
}
