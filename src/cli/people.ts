import type { PersonListed } from '../api/routes/responses.ts';
import { type ApiOptions, apiOf } from './api.ts';
import { unusableArguments } from './exit-status.ts';

/** The roles and sites of somebody, as options. */
export type AccessOptions = { readonly role: string[]; readonly site?: string[] };

/** Lists who may sign in. */
export async function* peopleList(options: ApiOptions): AsyncGenerator<string> {
  const api = await apiOf(options, 'listPeople');
  for await (const person of api.all('listPeople')) yield lineOf(person);
}

/** Invites somebody, who receives a temporary password by mail. */
export async function peopleInvite(
  person: string,
  { name, email, role, site = [], ...options }: ApiOptions & AccessOptions & { name: string; email: string },
): Promise<string> {
  const api = await apiOf(options, 'invitePerson');
  const body = { person, name, email, roles: role, sites: site };
  return `Invited; a temporary password is on its way to ${email}:\n${lineOf(await api.call('invitePerson', { body }))}`;
}

/** Sends an invitation again. */
export async function peopleInviteAgain(person: string, options: ApiOptions): Promise<string> {
  const api = await apiOf(options, 'sendInvitation');
  const { email } = await api.call('sendInvitation', { path: { person } });
  return `The invitation of ${person} has been sent to ${email} again.`;
}

/** Gives somebody these roles and sites, and no others. */
export async function peopleChange(
  person: string,
  { role, site = [], reason, ...options }: ApiOptions & AccessOptions & { reason: string },
): Promise<string> {
  const api = await apiOf(options, 'changePerson');
  const body = { roles: role, sites: site, reason };
  const changed = await api.call('changePerson', { path: { person }, body });
  return `Changed; in force at the next sign-in, within an hour at the latest:\n${lineOf(changed)}`;
}

/** Signs somebody out and lets them in no more. */
export async function peopleRemove(
  person: string,
  { reason, ...options }: ApiOptions & { reason: string },
): Promise<string> {
  const api = await apiOf(options, 'removePerson');
  const removed = await api.call('removePerson', { path: { person }, body: { reason } });
  return `Removed and signed out; what is open in a browser ends within an hour:\n${lineOf(removed)}`;
}

/** Prints the list for an access review, or records that the list of a hash was reviewed. */
export async function peopleReview({
  record,
  comment,
  ...options
}: ApiOptions & { record?: string; comment?: string }): Promise<string> {
  if (record === undefined) {
    const api = await apiOf(options, 'getAccessList');
    const { items, sha256, readAt } = await api.call('getAccessList');
    return [
      ...items.map(lineOf),
      '',
      `${items.length} ${items.length === 1 ? 'person' : 'people'}, read ${readAt}`,
      `SHA-256 ${sha256}`,
      `Record that you reviewed it: people review --record ${sha256} --comment "..."`,
    ].join('\n');
  }
  if (comment === undefined)
    throw unusableArguments(
      '--record needs --comment: say what you found, as it is to be in the audit trail',
    );
  const api = await apiOf(options, 'recordReview');
  const recorded = await api.call('recordReview', { body: { sha256: record, comment } });
  return `Recorded: ${recorded.reviewedBy} reviewed the access of ${recorded.people} people, ${recorded.reviewedAt}.`;
}

function lineOf({ person, name, email, roles, sites, status, changedAt }: PersonListed): string {
  const where = sites.length === 0 ? '' : ` at ${sites.join(', ')}`;
  return `${person}  ${name} <${email ?? 'no mail address'}>  ${roles.join(' and ') || 'no role'}${where}  ${status}, changed ${changedAt}`;
}
