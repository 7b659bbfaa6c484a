import * as z from 'zod/mini';
import { personRoles } from './enumerations.ts';
import { text, texts } from './fields.ts';
import { notificationChannels } from './notification-channels.ts';
import { must, oneOf } from './problems.ts';

// Fields of what is entered about people who may sign in.

/** Where a person stands: invited and not yet signed in, active, or removed. */
export const personStatuses = ['invited', 'active', 'removed'] as const;
export type PersonStatus = (typeof personStatuses)[number];

/** A user name of somebody new: never the form of a mail address, which people sign in with as well. */
export const newUsername = z.string(must('must be a text')).check(
  z.regex(
    /^[a-z0-9][a-z0-9._-]{0,63}$/,
    'must be a user name as vera.lind: at most 64 lower-case letters, digits, dots, hyphens, underscores',
  ),
  z.refine(
    (name: string) => name !== 'coldwatch',
    'must not be coldwatch, which signs what Coldwatch itself records',
  ),
);

const { endpoint, endpointInWords } = notificationChannels.email;
export const mailAddress = text.check(z.regex(endpoint, `must be ${endpointInWords}`));

const roles = z
  .array(z.enum(personRoles, must(`must be ${oneOf(personRoles)}`)), must('must be a list'))
  .check(z.minLength(1, 'must name at least one role'));

/** The roles and sites of a person. Only operations works at every site; others need to be told where. */
export const access = {
  roles,
  sites: z._default(texts, []),
};

/** What is wrong with roles and sites together; null where nothing is. */
export function accessProblem(given: { roles: readonly string[]; sites: readonly string[] }): string | null {
  const needing = given.roles.filter((role) => role !== 'operations');
  return needing.length === 0 || given.sites.length > 0
    ? null
    : `must name at least one site: without one, ${needing.join(' and ')} can see no shipment`;
}
