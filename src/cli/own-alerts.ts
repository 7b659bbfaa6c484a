import type { ownAlert } from '../api/routes/responses.ts';
import type { AlertChannel, WebhookForm } from '../model/own-alert.ts';
import type { Severity } from '../model/enumerations.ts';
import type * as z from 'zod/mini';
import { type ApiOptions, apiOf } from './api.ts';
import { unusableArguments } from './exit-status.ts';

type Shown = z.output<typeof ownAlert>;

/** What an alert is to be like, from the options of the command. */
export type AlertOptions = ApiOptions & {
  readonly severity: Severity;
  readonly zone: string;
  readonly site?: string[];
  /** As "22:00-06:30". */
  readonly quiet?: string;
  readonly digest?: string;
  readonly form?: WebhookForm;
  readonly routingKey?: string;
};

/** Lists a person's own alerts, and what became of the latest message to each. */
export async function* alertShow(options: ApiOptions): AsyncGenerator<string> {
  const { mailFrom, items } = await (await apiOf(options, 'getMyAlerts')).call('getMyAlerts');
  if (mailFrom === null)
    yield 'This deployment sends no mail to individual people (its setting mailFrom is null).';
  for (const each of items) yield inWords(each);
  if (items.length === 0) yield 'You have no alerts of your own; "alert set" adds one.';
}

/** Saves an alert, whose address is then sent a code unless it is confirmed. */
export async function alertSet(
  channel: AlertChannel,
  address: string,
  { severity, zone, site, quiet, digest, form = 'plain', routingKey, ...options }: AlertOptions,
): Promise<string> {
  const [from, to] = quiet?.split('-') ?? [];
  const { secret, ...saved } = await (
    await apiOf(options, 'saveMyAlerts')
  ).call('saveMyAlerts', {
    body: {
      channel,
      address,
      form,
      routingKey: routingKey ?? null,
      severity,
      zone,
      sites: site ?? null,
      quietHours: quiet === undefined ? null : { from, to },
      digestAt: digest ?? null,
    },
  });
  return [
    inWords(saved),
    ...(secret === null ? [] : [`Bodies are signed with this secret, which is not shown again: ${secret}`]),
    ...(saved.confirmedAt !== null
      ? []
      : [
          channel === 'webhook'
            ? 'A test was sent to it; its answer confirms it ("alert show").'
            : `A code was sent to it: alert confirm ${address} CODE`,
        ]),
  ].join('\n');
}

/** Confirms an address by the code that was sent to it. */
export async function alertConfirm(address: string, code: string, options: ApiOptions): Promise<string> {
  const { api, alert } = await found(address, options);
  return inWords(await api.call('confirmAlert', { path: { alert }, body: { code } }));
}

/** Sends a test message to a confirmed address. */
export async function alertTest(address: string, options: ApiOptions): Promise<string> {
  const { api, alert } = await found(address, options);
  await api.call('testAlert', { path: { alert } });
  return `A test message is on its way to ${address}; "alert show" says what became of it.`;
}

/** Removes an alert. */
export async function alertRemove(address: string, options: ApiOptions): Promise<string> {
  const { api, alert } = await found(address, options);
  await api.call('removeAlert', { path: { alert } });
  return `Nothing is sent to ${address} any more.`;
}

async function found(address: string, options: ApiOptions) {
  const api = await apiOf(options, 'getMyAlerts');
  const { items } = await api.call('getMyAlerts');
  const own = items.find((each) => each.address === address);
  if (own === undefined)
    throw unusableArguments(
      `you have no alert to ${address}; yours: ${items.map((each) => each.address).join(', ') || 'none'}`,
    );
  return { api, alert: own.alert };
}

function inWords(alert: Shown): string {
  const { channel, address, form, severity, sites, quietHours, zone, digestAt, confirmedAt, lastDelivery } =
    alert;
  return [
    `${channel}${channel === 'webhook' ? ` (${form})` : ''} ${address}: ${severity}${severity === 'critical' ? '' : ' and above'}`,
    sites === null ? 'all your sites' : sites.join(', '),
    ...(quietHours === null ? [] : [`quiet ${quietHours.from}-${quietHours.to} unless critical`]),
    ...(digestAt === null ? [] : [`digest at ${digestAt}`]),
    zone,
    confirmedAt === null ? 'not confirmed yet' : 'confirmed',
    ...(lastDelivery === null
      ? []
      : [
          `latest ${lastDelivery.kind} ${lastDelivery.outcome} ${lastDelivery.at}${lastDelivery.detail === null ? '' : `: ${lastDelivery.detail}`}`,
        ]),
  ].join(', ');
}
