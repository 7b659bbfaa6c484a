import type { Severity } from '../model/enumerations.ts';
import type { Destination, WebhookForm } from '../model/own-alert.ts';
import { type ApiOptions, apiOf } from './api.ts';
import { unusableArguments } from './exit-status.ts';
import { siteOf } from './own-site.ts';

type LaneOptions = ApiOptions & { readonly site?: string };

/** What a subscriber is told, from the options of the command. */
export type SubscribeOptions = LaneOptions & {
  readonly severity: Severity;
  readonly zone: string;
  readonly cleanArrivals?: boolean;
  readonly name?: string;
  /** As "22:00-06:30". */
  readonly quiet?: string;
  readonly form?: WebhookForm;
  readonly routingKey?: string;
};

/** Lists who outside the organisation is told of the lanes of a site. */
export async function* laneList(options: LaneOptions): AsyncGenerator<string> {
  const api = await apiOf(options, 'listLaneSubscribers');
  const site = await siteOf(api, options.site);
  const { mailFrom, items } = await api.call('listLaneSubscribers', { path: { site } });
  if (mailFrom === null)
    yield 'This deployment sends no mail to individual people (its setting mailFrom is null).';
  for (const { origin, destination, name, channel, address, severity, cleanArrivals, confirmedAt } of items)
    yield [
      `${origin} to ${destination}: ${channel} ${address}${name === null ? '' : ` (${name})`}`,
      `${severity}${severity === 'critical' ? '' : ' and above'}`,
      ...(cleanArrivals ? ['clean arrivals'] : []),
      confirmedAt === null ? 'not confirmed yet' : 'confirmed',
    ].join(', ');
  if (items.length === 0)
    yield `Nobody outside your organisation is told of any lane of ${site}; "lane subscribe" asks somebody.`;
}

/** Subscribes somebody to a lane, who is then asked. */
export async function laneSubscribe(
  lane: Pick<Destination, 'channel' | 'address'> & { readonly origin: string; readonly destination: string },
  options: SubscribeOptions,
): Promise<string> {
  const { severity, zone, cleanArrivals = false, name = null, quiet } = options;
  const { form = 'plain', routingKey = null } = options;
  const [from, to] = quiet?.split('-') ?? [];
  const quietHours = quiet === undefined ? null : { from, to };
  const api = await apiOf(options, 'subscribeLane');
  const site = await siteOf(api, options.site);
  const body = { ...lane, name, form, routingKey, severity, zone, quietHours, cleanArrivals };
  const { secret, confirmedAt } = await api.call('subscribeLane', { path: { site }, body });
  const { address, channel } = lane;
  return [
    confirmedAt !== null
      ? `${address} is confirmed; the settings are saved.`
      : channel === 'webhook'
        ? `A test is sent to ${address}; its answer confirms it ("lane list").`
        : `${address} is asked, and confirms by the link within a week ("lane list").`,
    ...(secret === null ? [] : [`Bodies are signed with this secret, which is not shown again: ${secret}`]),
  ].join('\n');
}

/** Ends what an address is told of the lanes of a site, or of those from or to a place. */
export async function laneUnsubscribe(
  address: string,
  { from, to, ...options }: LaneOptions & { readonly from?: string; readonly to?: string },
): Promise<string> {
  const api = await apiOf(options, 'unsubscribeLane');
  const site = await siteOf(api, options.site);
  const { items } = await api.call('listLaneSubscribers', { path: { site } });
  const own = items.filter(
    (each) =>
      each.address === address &&
      (from === undefined || each.origin === from) &&
      (to === undefined || each.destination === to),
  );
  if (own.length === 0) throw unusableArguments(`${address} is told of no such lane; "lane list" shows all`);
  for (const { subscriber } of own) await api.call('unsubscribeLane', { path: { site, subscriber } });
  return `${address} is told nothing more of ${own.map((each) => `${each.origin} to ${each.destination}`).join(', ')}.`;
}
