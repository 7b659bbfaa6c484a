import { InvalidParameterException } from '@aws-sdk/client-sns';
import type { subscribersOf } from '../../notifications/subscribers.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import { subscribingRefused } from './subscribing-refused.ts';

/** Makes the handlers that list and change who is notified. */
export function subscriberManagement(subscribers: ReturnType<typeof subscribersOf>) {
  return {
    async listSubscribers({ query }: ApiRequest<'listSubscribers'>) {
      return subscribers.list(query.cursor).catch((error: unknown) => {
        // The cursor is an SNS token, so only SNS can say that it is invalid.
        if (!(error instanceof InvalidParameterException)) throw error;
        throw new RequestRefused(400, 'cursor: must be the "next" of the page before');
      });
    },
    async subscribe({ path, body, actor }: ApiRequest<'subscribe'>) {
      actor();
      try {
        return await subscribers.add({ ...body, audience: path['audience']! });
      } catch (error) {
        throw subscribingRefused(error, body.endpoint) ?? error;
      }
    },
    async unsubscribe({ path, actor }: ApiRequest<'unsubscribe'>) {
      actor();
      const known = await subscribers.find(path['subscriber']!);
      if (known?.audience?.includes(path['audience']!) !== true)
        throw new RequestRefused(404, `There is no such subscriber to ${path['audience']!}.`);
      await subscribers.remove(known.subscriber);
      return known;
    },
  };
}
