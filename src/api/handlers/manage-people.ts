import { type Access, accessInWords, accessOf, changeOf } from '../../people/access.ts';
import { type PersonWithAccess, readPeople, readPerson } from '../../people/read-people.ts';
import { type UserPool, mostListed } from '../../people/user-pool.ts';
import type { SystemEntryKind } from '../../model/system-entry.ts';
import { sitesFor } from '../../shipments/permissions.ts';
import { type AuditTable, recordSystemEntry } from '../../storage/audit.ts';
import { nameOf } from '../../storage/execute-action.ts';
import { fitOwnAlerts } from '../../storage/own-alerts.ts';
import type { RecipientsTable } from '../../storage/recipients.ts';
import type { ApiRequest } from '../http/http-api.ts';
import { cursorOf, placeOf } from '../http/pages.ts';
import { RequestRefused } from '../http/problem.ts';
import { keepingOperations, refuseUnlessOperations } from './keep-operations.ts';
import { orPeopleRefused } from './people-refused.ts';
import { toPersonResponse } from './to-person-response.ts';

/** What people are managed with: the user pool, the sites of the stage, the audit trail, and their own alerts. */
export type PeopleDesk = {
  readonly pool: UserPool;
  readonly sites: readonly string[];
  readonly audit: AuditTable;
  readonly recipients: RecipientsTable;
};

const isToken = (place: unknown): place is string => typeof place === 'string' && place !== '';

/**
 * Makes the handlers that list, invite, change and remove people. Whoever repeats a request completes what was
 * interrupted; each change is in the audit trail before it has any effect.
 */
export function peopleManagement({ pool, sites, audit, recipients }: PeopleDesk) {
  const record = (actor: string, kind: SystemEntryKind, detail: string, reason: string | null = null) =>
    recordSystemEntry(audit, { actor, kind, detail, reason });
  const refuseUnknown = (given: readonly string[]): void => {
    const unknown = given.filter((site) => !sites.includes(site));
    if (unknown.length > 0)
      throw new RequestRefused(
        422,
        `There is no site ${unknown.join(', ')} in this stage. Its sites are ${sites.join(', ')}; a new one is added to the settings of the stage.`,
      );
  };
  const existing = async (username: string): Promise<PersonWithAccess> => {
    const person = await readPerson(pool, username);
    if (person === null) throw new RequestRefused(404, `There is nobody called ${username}.`);
    return person;
  };
  const regroup = async (
    username: string,
    { add, remove }: { add: readonly string[]; remove: readonly string[] },
  ): Promise<void> => {
    // What somebody may do no more ends first.
    for (const group of remove) await pool.removeFromGroup(username, group);
    for (const group of add) await pool.addToGroup(username, group);
  };
  // What they are told by mail or telephone needs no sign-in, so it ends here. It is repeated with the request.
  const fitAlerts = (person: PersonWithAccess, { roles, sites: at }: Access): Promise<void> =>
    fitOwnAlerts(recipients, person.subject, sitesFor({ ...person, roles, sites: at }, 'manage-own-alerts'));
  return {
    async listPeople({ query: { cursor, limit = mostListed } }: ApiRequest<'listPeople'>) {
      const token = placeOf(cursor, isToken);
      const { people, next } = await orPeopleRefused(readPeople(pool, token, limit)).catch(
        (error: unknown) => {
          // Only the identity provider knows whether it gave a token.
          if (token === null || !(error instanceof RequestRefused) || error.problem.status !== 422)
            throw error;
          throw new RequestRefused(400, 'cursor: must be the "next" of the page before');
        },
      );
      return {
        items: people.map(toPersonResponse),
        next: next === null ? null : cursorOf(next),
        sites: [...sites],
      };
    },
    async invitePerson({ body, actor }: ApiRequest<'invitePerson'>) {
      const { person: username, name, email, ...access } = body;
      const by = nameOf(actor());
      refuseUnknown(access.sites);
      return orPeopleRefused(
        (async () => {
          await refuseUnlessOperations(pool, by);
          const known = await readPerson(pool, username);
          if (known !== null && (known.status !== 'invited' || known.name !== name || known.email !== email))
            throw new RequestRefused(
              409,
              known.status === 'removed'
                ? `${username} was removed. Change their roles to let them back in.`
                : `There is already somebody called ${username}: ${known.name}. Choose another user name.`,
            );
          if (known === null) await pool.invite({ username, name, email });
          const change = changeOf(known === null ? [] : await pool.groupsOf(username), access);
          // They are in no group yet, so nothing was allowed before it is recorded.
          if (change.add.length + change.remove.length > 0) {
            await record(by, 'person-invited', `invited ${username} (${name}) as ${accessInWords(access)}`);
            await regroup(username, change);
          }
          return toPersonResponse(await existing(username));
        })(),
      );
    },
    async sendInvitation({ path, actor }: ApiRequest<'sendInvitation'>) {
      const by = nameOf(actor());
      const person = await orPeopleRefused(existing(path['person']!));
      if (person.status !== 'invited')
        throw new RequestRefused(
          409,
          person.status === 'removed'
            ? `${person.username} was removed. Change their roles to let them back in.`
            : `${person.username} has signed in before, so there is no invitation to send again.`,
        );
      await orPeopleRefused(refuseUnlessOperations(pool, by));
      await record(by, 'person-invited', `sent ${person.username} (${person.name}) the invitation again`);
      await orPeopleRefused(pool.inviteAgain(person.username));
      return toPersonResponse(person);
    },
    async changePerson({ path, body: { reason, ...access }, actor }: ApiRequest<'changePerson'>) {
      const by = nameOf(actor());
      refuseUnknown(access.sites);
      return orPeopleRefused(
        (async () => {
          const person = await existing(path['person']!);
          const { username } = person;
          await refuseUnlessOperations(pool, by, username);
          const groups = await pool.groupsOf(username);
          const change = changeOf(groups, access);
          const isBack = person.status === 'removed';
          if (change.add.length + change.remove.length === 0 && !isBack) {
            await fitAlerts(person, access);
            return toPersonResponse(person);
          }
          const from = isBack ? 'removed' : accessInWords(accessOf(groups));
          await record(
            by,
            'person-changed',
            `changed ${username} (${person.name}) from ${from} to ${accessInWords(access)}`,
            reason,
          );
          await keepingOperations({ pool, audit, by, of: username }, async () => {
            await pool.markChanged(username);
            await regroup(username, change);
            if (isBack) await pool.enable(username);
          });
          await fitAlerts(person, access);
          return toPersonResponse(await existing(username));
        })(),
      );
    },
    async removePerson({ path, body: { reason }, actor }: ApiRequest<'removePerson'>) {
      const by = nameOf(actor());
      return orPeopleRefused(
        (async () => {
          const person = await existing(path['person']!);
          const { username } = person;
          await refuseUnlessOperations(pool, by, username);
          const nothing: Access = { roles: [], sites: [] };
          const { remove } = changeOf(await pool.groupsOf(username), nothing);
          if (person.status === 'removed' && remove.length === 0) {
            await fitAlerts(person, nothing);
            return toPersonResponse(person);
          }
          await record(
            by,
            'person-removed',
            `removed ${username} (${person.name}), who was ${accessInWords(person)}`,
            reason,
          );
          await keepingOperations({ pool, audit, by, of: username }, async () => {
            await pool.markChanged(username);
            await pool.shutOut(username);
            await regroup(username, { add: [], remove });
          });
          await fitAlerts(person, nothing);
          return toPersonResponse(await existing(username));
        })(),
      );
    },
  };
}
