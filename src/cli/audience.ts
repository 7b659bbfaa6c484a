import { type ApiOptions, apiOf } from './api.ts';

/** Lists subscribers and what they are notified of. */
export async function* audienceList(options: ApiOptions): AsyncGenerator<string> {
  const api = await apiOf(options, 'listSubscribers');
  for await (const { subscriber, protocol, endpoint, audience, severity, isConfirmed } of api.all(
    'listSubscribers',
  ))
    yield `${subscriber || '(unconfirmed)'}  ${protocol} ${endpoint}  ${audience?.join(', ') ?? 'everything'}${severity === null ? '' : `, ${severity.join(', ')}`}${isConfirmed ? '' : ', not confirmed yet'}`;
}

/** Subscribes an endpoint to notifications for an audience. */
export async function audienceSubscribe(
  audience: string,
  protocol: string,
  endpoint: string,
  { severity = null, ...options }: ApiOptions & { severity?: string[] | null },
): Promise<string> {
  const api = await apiOf(options, 'subscribe');
  const { subscriber, isConfirmed } = await api.call('subscribe', {
    path: { audience },
    body: { protocol, endpoint, severity },
  });
  return `${endpoint} is notified of ${audience}${isConfirmed ? '' : ' once confirmed'}: ${subscriber}`;
}

/** Ends a subscription. */
export async function audienceUnsubscribe(
  audience: string,
  subscriber: string,
  options: ApiOptions,
): Promise<string> {
  const api = await apiOf(options, 'unsubscribe');
  const { endpoint } = await api.call('unsubscribe', { path: { audience, subscriber } });
  return `${endpoint} is no longer notified of ${audience}.`;
}
