import type { PersonWithAccess } from '../../people/read-people.ts';
import type { PersonListed } from '../routes/responses.ts';
import { iso } from './to-responses.ts';

/** Somebody as the API shows them. */
export function toPersonResponse(person: PersonWithAccess): PersonListed {
  const { username, name, email, roles, sites, status, invitedAt, changedAt } = person;
  return {
    person: username,
    name,
    email,
    roles: [...roles],
    sites: [...sites],
    status,
    invitedAt: iso(invitedAt),
    changedAt: iso(changedAt),
  };
}
