import { readOwnAlerts } from '../../storage/own-alerts.ts';
import type { RecipientsTable } from '../../storage/recipients.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { toOwnAlert } from './to-own-alert.ts';

/** Makes the handler that lists a person's own alerts. */
export function ownAlertViews(recipients: RecipientsTable, mailFrom: string | null) {
  return {
    async getMyAlerts({ person }: ApiRequest<'getMyAlerts'>) {
      return { mailFrom, items: (await readOwnAlerts(recipients, person.subject)).map(toOwnAlert) };
    },
  };
}
