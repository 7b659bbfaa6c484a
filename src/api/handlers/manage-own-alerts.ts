import { randomUUID } from 'node:crypto';
import type { RequestDelivery } from '../../notifications/delivery-request.ts';
import { type Person, sitesFor } from '../../shipments/permissions.ts';
import { endByLink } from '../../storage/end-by-link.ts';
import {
  type StoredAlert,
  alertKey,
  confirmOwnAlert,
  noteCodeAsked,
  removeOwnAlert,
  saveOwnAlert,
} from '../../storage/own-alerts.ts';
import { enterCode } from '../../storage/recipient-codes.ts';
import { type RecipientsTable, type StoredRecipient, readRecipient } from '../../storage/recipients.ts';
import { countCode, countTest, mostCodesOfDay, mostTestsOfDay } from '../../storage/sent-on-demand.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { RequestRefused } from '../http/problem.ts';
import { refuseUnsentMail } from './refuse-unsent-mail.ts';
import { toOwnAlert } from './to-own-alert.ts';

/** A code is sent at most this often to one address. */
const betweenCodesMs = 60_000;

type OwnAlertsDesk = {
  readonly recipients: RecipientsTable;
  /** The sender of mails; null: no mails are sent to single people. */
  readonly mailFrom: string | null;
  readonly request: RequestDelivery;
};

/** Makes the handlers by which people change what they themselves are told. */
export function ownAlertManagement({ recipients, mailFrom, request }: OwnAlertsDesk) {
  return {
    async saveMyAlerts({ person, body, action }: ApiRequest<'saveMyAlerts'>) {
      const allowed = sitesFor(person, action);
      refuseSites(body.sites, allowed);
      refuseUnsentMail(body.channel, mailFrom);
      const saved = await saveOwnAlert(recipients, person.subject, { ...body, allowed });
      const { secret, confirmedAt } = saved;
      const asked = confirmedAt === null ? await askForCode(saved) : saved;
      return { ...toOwnAlert(asked), secret: confirmedAt === null ? secret : null };
    },

    async confirmAlert({ person, path, body }: ApiRequest<'confirmAlert'>) {
      const alert = await found(person, path);
      if (alert.confirmedAt !== null) return toOwnAlert(alert);
      const entered = await enterCode(recipients, alert, body.code, Date.now());
      if (entered === 'wrong')
        throw new RequestRefused(409, 'code: is not the code that was sent to the address; enter it again');
      if (entered === 'ended')
        throw new RequestRefused(
          410,
          'code: the code has ended, or was entered wrongly too often; save the alert again to be sent another',
        );
      const confirmed = await confirmOwnAlert(recipients, alert, Date.now());
      return toOwnAlert(confirmed ?? missing());
    },

    async testAlert({ person, path }: ApiRequest<'testAlert'>) {
      const alert = await found(person, path);
      if (alert.confirmedAt === null)
        throw new RequestRefused(409, 'the address is not confirmed; confirm it before testing it');
      if (!(await countTest(recipients, alert.audience, Date.now())))
        throw new RequestRefused(
          409,
          `you asked for ${mostTestsOfDay} test messages today, which is the most; test again tomorrow`,
        );
      await request({ kind: 'test', to: keyOf(alert), id: randomUUID() });
      return toOwnAlert(alert);
    },

    async removeAlert({ person, path }: ApiRequest<'removeAlert'>) {
      await removeOwnAlert(recipients, alertKey(person.subject, path['alert']!));
      return { id: path['alert']! };
    },

    async endAlertByLink({ path }: ApiRequest<'endAlertByLink'>) {
      if (!(await endByLink(recipients, path['token']!)))
        throw new RequestRefused(404, 'This link unsubscribes nobody; perhaps it was used before.');
      return { isEnded: true as const };
    },
  };

  async function found(person: Person, path: { readonly [name: string]: string }) {
    return (
      (await readRecipient<StoredAlert>(recipients, alertKey(person.subject, path['alert']!))) ?? missing()
    );
  }

  async function askForCode(alert: StoredRecipient<StoredAlert>): Promise<StoredRecipient<StoredAlert>> {
    const now = Date.now();
    if (alert.codeAskedAt !== null && now - alert.codeAskedAt < betweenCodesMs) return alert;
    if (!(await countCode(recipients, alert.audience, now)))
      throw new RequestRefused(
        409,
        `address: you asked for ${mostCodesOfDay} codes today, which is the most; the alert is saved, and can be sent a code tomorrow`,
      );
    const asked = await noteCodeAsked(recipients, alert, now);
    await request({ kind: 'code', to: keyOf(alert) });
    return asked ?? alert;
  }
}

function refuseSites(sites: readonly string[] | null, allowed: readonly string[] | null): void {
  if (allowed === null) return;
  if (allowed.length === 0)
    throw new RequestRefused(409, 'sites: you have no site yet, so there is nothing to tell you of');
  const others = (sites ?? []).filter((site) => !allowed.includes(site));
  if (others.length > 0)
    throw new RequestRefused(
      403,
      `sites: ${others.join(', ')} ${others.length === 1 ? 'is not a site' : 'are not sites'} of yours; yours: ${allowed.join(', ')}`,
    );
}

function keyOf({ audience, recipient }: StoredRecipient<unknown>) {
  return { audience, recipient };
}

function missing(): never {
  throw new RequestRefused(404, 'You have no such alert.');
}
