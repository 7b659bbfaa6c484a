import { counted, moment } from '../model/wording.ts';
import { type ApiOptions, addressOf, apiOf } from './api.ts';
import { unusableArguments } from './exit-status.ts';

const dayMs = 86_400_000;
const mostDays = 30;

const permitted = { look: 'look', 'report-arrival': 'look and report the arrival' } as const;

/** Makes a link to a shipment. What is returned has its PIN, which nobody can read again. */
export async function shipmentShare(
  shipment: string,
  options: ApiOptions & { for: string; arrival?: boolean; days: string },
): Promise<string> {
  const days = Number(options.days);
  if (!Number.isInteger(days) || days < 1 || days > mostDays)
    throw unusableArguments(`--days ${options.days} must be a whole number from 1 to ${mostDays}`);
  const api = await apiOf(options, 'shareShipment');
  const permits = options.arrival === true ? 'report-arrival' : 'look';
  const made = await api.call('shareShipment', {
    path: { shipment },
    body: { purpose: options.for, permits, endsAt: new Date(Date.now() + days * dayMs).toISOString() },
  });
  return [
    `Link ${made.link} for ${made.purpose}: to ${permitted[permits]}, until ${moment(Date.parse(made.endsAt))}`,
    `  ${addressOf(options)}/shared#${made.token}`,
    `  PIN ${made.pin}`,
    'Nobody can read the PIN again. Send it separately from the link.',
  ].join('\n');
}

/** The links of a shipment, one a line, in the order in which they were made. */
export async function shipmentLinks(shipment: string, options: ApiOptions): Promise<string> {
  const { items } = await (await apiOf(options, 'listLinks')).call('listLinks', { path: { shipment } });
  if (items.length === 0) return 'No links.';
  return items
    .map(({ link, purpose, permits, endsAt, state, createdBy, openedAt, revoked }) => {
      const last = openedAt.at(-1);
      const uses =
        last === undefined
          ? 'not opened'
          : `opened ${counted(openedAt.length, 'time')}, last ${moment(Date.parse(last))}`;
      const is =
        revoked === null
          ? `${state === 'ended' ? 'ended' : 'in force until'} ${moment(Date.parse(endsAt))}`
          : `revoked ${moment(Date.parse(revoked.at))} by ${revoked.by}: ${revoked.why}`;
      return `${link}  ${purpose}; may ${permitted[permits]}; ${is}; ${uses}; made by ${createdBy}`;
    })
    .join('\n');
}

/** Revokes a link. */
export async function shipmentRevokeLink(
  shipment: string,
  link: string,
  options: ApiOptions & { reason: string },
): Promise<string> {
  const { reason } = options;
  await (
    await apiOf(options, 'revokeLink')
  ).call('revokeLink', { path: { shipment, link }, body: { reason } });
  return `The link ${link} of ${shipment} is revoked: ${reason}`;
}
