import * as z from 'zod/mini';
import { personRoles } from '../../model/enumerations.ts';
import { personStatuses } from '../../model/person-fields.ts';
import { hash, instant } from './response-fields.ts';

// Responses about the people who may sign in.

export const personListed = z.strictObject({
  /** The user name. */
  person: z.string(),
  name: z.string(),
  /** Null where the identity provider has none. */
  email: z.nullable(z.string()),
  roles: z.array(z.enum(personRoles)),
  sites: z.array(z.string()),
  status: z.enum(personStatuses),
  invitedAt: instant,
  /** When roles, sites or status were last changed here. */
  changedAt: instant,
});
export type PersonListed = z.infer<typeof personListed>;

export const peopleListed = z.strictObject({
  items: z.array(personListed),
  next: z.nullable(z.string()),
  /** The sites of this stage, at which people can have a role. */
  sites: z.array(z.string()),
});

export const accessList = z.strictObject({
  /** Everybody, by user name. */
  items: z.array(personListed),
  /** SHA-256 of the canonical JSON (RFC 8785) of `items`. */
  sha256: hash,
  readAt: instant,
});

export const reviewRecorded = z.strictObject({
  sha256: hash,
  people: z.int(),
  reviewedBy: z.string(),
  reviewedAt: instant,
});
